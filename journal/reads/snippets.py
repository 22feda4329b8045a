"""The code of all entries, and the page of one snippet."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    QuerySet,
)
from django.utils import timezone

from journal.database.keyset import PLACE_FIELDS, Place, Slice, page_of
from journal.database.statements import compiled
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.entries.snippet import Snippet, called
from journal.text.document import snippet_anchor


def list_snippets(viewer: Viewer, place: Place, **chosen: Any) -> Slice:
    """A page of code: rows of (published_at, pk, html, entry's title, entry's slug)."""
    return page_of(_snippets(viewer, now=timezone.now(), **chosen, **place.arguments), place)


class SnippetPage(NamedTuple):
    """A snippet as its page shows it; the columns of `_SNIPPET_FIELDS`."""

    pk: int
    position: int
    name: str
    title: str
    language_label: str
    html: str
    retired_at: datetime | None
    entry_slug: str
    entry_title: str
    topic_slug: str
    topic_title: str

    @property
    def called(self) -> str:
        return called(self.title, self.name, self.language_label, self.position)

    @property
    def anchor(self) -> str:
        return snippet_anchor(self.name, self.position)


def read_snippet(viewer: Viewer, pk: int) -> SnippetPage | None:
    """A snippet's page, retired ones included, or None where this person does not find its entry."""
    rows = _snippet_page(viewer, pk=pk, now=timezone.now())  # numbers can be counted up
    return SnippetPage(*rows[0]) if rows else None


@compiled(now=DateTimeField(), topic=BigIntegerField(), stage=BigIntegerField(), language=CharField(), **PLACE_FIELDS)
def _snippets(viewer: Viewer, *, now: datetime, language: str | None = None, **chosen: Any) -> QuerySet:
    place = Place.of(chosen)
    visible = Entry.objects.visible_to(viewer, now).published(now).matching(**chosen)
    found = Snippet.objects.of(visible)
    if language is not None:
        found = found.filter(language=language)
    return place.apply(found, "html", "entry__title", "entry__slug")


_SNIPPET_FIELDS = (
    "pk",
    "position",
    "name",
    "title",
    "language_label",
    "html",
    "retired_at",
    "entry__slug",
    "entry__title",
    "entry__topic__slug",
    "entry__topic__title",
)


@compiled(pk=BigIntegerField(), now=DateTimeField())
def _snippet_page(viewer: Viewer, *, pk: int, now: datetime) -> QuerySet:
    visible = Snippet.with_retired.of(Entry.objects.visible_to(viewer, now))
    return visible.filter(pk=pk).values_list(*_SNIPPET_FIELDS)
