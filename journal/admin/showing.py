"""Rows of lists, and the way from one to its page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.html import format_html
from django.utils.safestring import SafeString

_CHECKBOX = (
    '<input type="checkbox" name="{}" value="{}" class="action-select" '
    'aria-label="Select this object for an action - {}">'
)


class ShownAdmin(admin.ModelAdmin):
    def action_checkbox(self, obj: Any) -> SafeString:
        """As Django draws it, which takes a template for each row."""
        return format_html(_CHECKBOX, ACTION_CHECKBOX_NAME, obj.pk, str(obj))

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """None while a form has emptied the row's slug."""
        return obj.get_absolute_url() if obj is not None and getattr(obj, "slug", True) else None
