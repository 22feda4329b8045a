"""Lists of entries: a page of cards, and what its author sees of it before others do."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    Field,
    OuterRef,
    QuerySet,
)
from django.utils import timezone

from journal.database.keyset import WINDOW_FIELDS, Slice, Window, page_of
from journal.database.statements import compiled
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.tag import Tagging
from journal.models.visibility import Shown

CHOSEN: dict[str, Field] = {
    "topic": BigIntegerField(),
    "stage": BigIntegerField(),
    "author": BigIntegerField(),
    "kind": CharField(),
    "tag": BigIntegerField(),
    "start": DateTimeField(),
    "end": DateTimeField(),
}


class Card(NamedTuple):
    """An entry in a list; `html` is its stored card, `author` the key of whose it is."""

    published_at: datetime
    pk: int
    html: str
    author: int | None


def list_entries(viewer: Viewer, window: Window, **chosen: Any) -> Slice[Card]:
    """A page of cards, newest first.

    `chosen` may hold `topic` or `stage`, `author`, `tag` (primary keys), `kind`, and
    `start` and `end`, the first moment of a period and the first after it.
    """
    before = window.before.moment if window.before else None
    now = as_of(before, chosen.get("end"))
    rows = _entries(viewer, now=now, **chosen, **window.arguments)
    return page_of(list(map(Card._make, rows)), window)


@dataclass(frozen=True, slots=True)
class Unpublished(Shown):
    """An entry that others do not see yet."""

    updated_at: datetime
    slug: str
    title: str
    published_at: datetime | None
    visibility: str


def list_unpublished(viewer: Viewer) -> list[Unpublished]:
    """What this person sees before others do: drafts and what is scheduled; what was changed last comes first."""
    if not viewer.is_authenticated:
        return []
    found = [Unpublished(*row) for row in _unpublished(viewer, now=timezone.now())]
    return sorted(found, key=attrgetter("updated_at"), reverse=True)


def as_of(*bounds: datetime | None) -> datetime:
    """Now, or the first of some moments before it.

    What a list shows from a moment on backwards is what was published then. Said as two bounds, a
    database may begin its walk at the later one, and pass everything in between.
    """
    return min([timezone.now(), *(bound for bound in bounds if bound is not None)])


@compiled(now=DateTimeField(), **CHOSEN, **WINDOW_FIELDS)
def _entries(viewer: Viewer, *, now: datetime, tag: int | None = None, **chosen: Any) -> QuerySet:
    window = Window.of(chosen)
    visible = Entry.objects.visible_to(viewer, now).published(now).matching(**chosen)
    if tag is None:
        return window.apply(visible, "card_html", "author_id")
    # A tag's entries come from the index of its taggings, which is in the order of their dates.
    tagged = Tagging.objects.filter(Exists(visible.filter(pk=OuterRef("entry_id"))), tag=tag)
    return window.apply(tagged, "entry__card_html", "entry__author_id", key="entry_id")


@compiled(now=DateTimeField())
def _unpublished(viewer: Viewer, *, now: datetime) -> list[QuerySet]:
    visible = Entry.objects.visible_to(viewer, now)
    # Each from the index of its own: of both together, a planner would read every entry in the order of their changes.
    drafts, scheduled = visible.drafts().order_by("-updated_at"), visible.scheduled(now).order_by("published_at")
    fields = ("updated_at", "slug", "title", "published_at", "visibility")
    return [found.values_list(*fields)[:50] for found in (drafts, scheduled)]
