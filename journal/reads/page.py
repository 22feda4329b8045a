"""A standing page."""

from django.db.models import (
    CharField,
    QuerySet,
)

from journal.database.kept import kept
from journal.database.statements import compiled
from journal.database.viewer import VISITOR, Viewer
from journal.models.page import Page

_STANDING_FIELDS = ("id", "slug", "title", "summary", "html")


@kept
def standing_page(slug: str) -> Page | None:
    rows = _page(VISITOR, slug=slug)
    return Page.from_db(None, _STANDING_FIELDS, rows[0]) if rows else None


@compiled(slug=CharField())
def _page(viewer: Viewer, *, slug: str) -> QuerySet:
    return Page.objects.filter(slug=slug).values_list(*_STANDING_FIELDS)
