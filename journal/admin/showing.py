"""The way from a row to its page."""

from typing import Any

from django.contrib import admin


class ShownAdmin(admin.ModelAdmin):
    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """None while a form has emptied the row's slug."""
        return obj.get_absolute_url() if obj is not None and getattr(obj, "slug", True) else None
