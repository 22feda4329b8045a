"""The way from a row to its page."""

from typing import Any

from django.contrib import admin


class ShownAdmin(admin.ModelAdmin):
    def view_on_site(self, obj: Any) -> str:
        return obj.get_absolute_url()
