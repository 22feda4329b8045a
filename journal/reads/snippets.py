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

from journal.database.keyset import WINDOW_FIELDS, Slice, Window, page_of
from journal.database.statements import compiled
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.entries.snippet import Snippet, called
from journal.text.document import snippet_anchor


class SnippetRow(NamedTuple):
    """A snippet in a list; `html` is its stored figure."""

    published_at: datetime
    pk: int
    html: str
    entry_title: str
    entry_slug: str


def list_snippets(viewer: Viewer, window: Window, **chosen: Any) -> Slice[SnippetRow]:
    """A page of code, that of the newest entries first."""
    rows = _snippets(viewer, now=timezone.now(), **chosen, **window.arguments)
    return page_of(list(map(SnippetRow._make, rows)), window)


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


@compiled(now=DateTimeField(), topic=BigIntegerField(), stage=BigIntegerField(), language=CharField(), **WINDOW_FIELDS)
def _snippets(viewer: Viewer, *, now: datetime, language: str | None = None, **chosen: Any) -> QuerySet:
    window = Window.of(chosen)
    visible = Entry.objects.visible_to(viewer, now).published(now).matching(**chosen)
    found = Snippet.objects.of(visible)
    if language is not None:
        found = found.filter(language=language)
    return window.apply(found, "html", "entry__title", "entry__slug")


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
