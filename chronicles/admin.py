"""Django admin as a part of this site, with one door and one place for passwords."""

from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class AdminSite(admin.AdminSite):
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Signing in here has the same limits, and the same second factor; whoever is signed in is there already."""
        return secure_admin_login(lambda request, context: redirect("admin:index"))(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Where everybody signs out, and what was typed and not saved is saved first."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """A list that is asked for a number or a date that no database holds is answered as Django answers any filter
        that makes no sense."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                return inner(request, *args, **kwargs)
            except (OverflowError, ValueError):
                is_list = (request.resolver_match.url_name or "").endswith("_changelist")  # type: ignore[union-attr]
                if not is_list or request.method != "GET" or ERROR_FLAG in request.GET:
                    raise
                return redirect(f"{request.path}?{ERROR_FLAG}=1")

        return checked

    def get_urls(self) -> list[Any]:
        """Without the address that would tell everybody in the admin where each row is shown, seen or unseen."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
