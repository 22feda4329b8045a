"""Naming tags."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from journal.forms.writing import TagForm
from journal.models import Tag, Tagging

from .saving import RevisingAdmin


@admin.register(Tag)
class TagAdmin(RevisingAdmin):
    form = TagForm
    list_display = ("name", "slug")
    search_fields = ("name", "slug")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[str], dict[str, int], set[str], list]:
        """How many entries lose it: their names would be a list as long as the journal."""
        count = Tagging.objects.filter(tag__in=objs).count()
        may = self.has_delete_permission(request)
        return [str(tag) for tag in objs], {"entries that have it": count}, set() if may else {"tags"}, []
