"""Naming tags."""

from django.contrib import admin

from journal.forms.writing import TagForm
from journal.models import Tag

from .saving import RevisingAdmin


@admin.register(Tag)
class TagAdmin(RevisingAdmin):
    form = TagForm
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
