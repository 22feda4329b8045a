"""Writing the standing pages."""

from django.contrib import admin

from journal.forms.writing import PageForm
from journal.models import Page

from .saving import RevisingAdmin


@admin.register(Page)
class PageAdmin(RevisingAdmin):
    form = PageForm
    list_display = ("title", "slug", "updated_at")
