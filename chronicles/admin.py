"""Django admin as a part of this site, with one door and one place for passwords."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class AdminSite(admin.AdminSite):
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Signing in here has the same limits, and the same second factor."""
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def get_urls(self) -> list[Any]:
        """Without the address that would tell everybody in the admin where each row is shown, seen or unseen."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
