"""Lists of entries: a page of cards, and what its author sees of it before others do."""

from datetime import datetime
from typing import Any

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

from journal.database.keyset import PLACE_FIELDS, Place, Slice, page_of
from journal.database.statements import compiled
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.tag import Tagging

CHOSEN: dict[str, Field] = {
    "topic": BigIntegerField(),
    "stage": BigIntegerField(),
    "author": BigIntegerField(),
    "kind": CharField(),
    "tag": BigIntegerField(),
    "start": DateTimeField(),
    "end": DateTimeField(),
}


def list_entries(viewer: Viewer, place: Place, **chosen: Any) -> Slice:
    """A page of cards, newest first: rows of (published_at, pk, card_html, author's pk).

    `chosen` may hold `topic` or `stage`, `author`, `tag` (primary keys), `kind`, and
    `start` and `end`, the first moment of a period and the first after it.
    """
    before = place.before.moment if place.before else None
    now = as_of(before, chosen.get("end"))
    return page_of(_entries(viewer, now=now, **chosen, **place.arguments), place)


def list_unpublished(viewer: Viewer) -> list[tuple[str, str, datetime | None, str]]:
    """(slug, title, published_at, visibility) of what this person sees before others do: drafts by their last change,
    and what is scheduled; the latest of both."""
    rows = _unpublished(viewer, now=timezone.now()) if viewer.is_authenticated else []
    return [row[1:] for row in sorted(rows, key=lambda row: row[0], reverse=True)]  # type: ignore[misc]


def as_of(*bounds: datetime | None) -> datetime:
    """Now, or the first of some moments before it.

    What a list shows from a moment on backwards is what was published then. Said as two bounds, a
    database may begin its walk at the later one, and pass everything in between.
    """
    return min([timezone.now(), *(bound for bound in bounds if bound is not None)])


@compiled(now=DateTimeField(), **CHOSEN, **PLACE_FIELDS)
def _entries(viewer: Viewer, *, now: datetime, tag: int | None = None, **chosen: Any) -> QuerySet:
    place = Place.of(chosen)
    visible = Entry.objects.visible_to(viewer, now).published(now).matching(**chosen)
    if tag is None:
        return place.apply(visible, "card_html", "author_id")
    # A tag's entries come from the index of its taggings, which is in the order of their dates.
    tagged = Tagging.objects.filter(Exists(visible.filter(pk=OuterRef("entry_id"))), tag=tag)
    return place.apply(tagged, "entry__card_html", "entry__author_id", key="entry_id")


_UNPUBLISHED_FIELDS = ("slug", "title", "published_at", "visibility")


@compiled(now=DateTimeField())
def _unpublished(viewer: Viewer, *, now: datetime) -> list[QuerySet]:
    visible = Entry.objects.visible_to(viewer, now)
    # Each from the index of its own: of both together, a planner would read every entry in the order of their changes.
    drafts, scheduled = visible.drafts().order_by("-updated_at"), visible.scheduled(now).order_by("published_at")
    return [found.values_list("updated_at", *_UNPUBLISHED_FIELDS)[:50] for found in (drafts, scheduled)]
