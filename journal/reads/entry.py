"""What the page of an entry shows, and what is around it."""

from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
)
from django.utils import timezone

from journal.database.keyset import Cursor
from journal.database.statements import compiled
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.entries.link import Link

from .authors import name_of
from .entries import as_of

_PAGE_FIELDS = (
    "pk",
    "slug",
    "title",
    "summary",
    "excerpt",
    "visibility",
    "published_at",
    "author_id",
    "author__username",
    "author_name",
    "updated_at",
    "topic_id",
    "topic__slug",
    "topic__title",
    "head_html",
    "html",
)


def read_entry(viewer: Viewer, slug: str) -> dict[str, Any] | None:
    """What an entry's page shows, or None where this person may not open it."""
    rows = _entry_page(viewer, slug=slug, now=timezone.now())
    return dict(zip(_PAGE_FIELDS, rows[0], strict=True)) if rows else None


def may_edit(viewer: Viewer, pk: int) -> bool:
    """Whether this person may change the entry."""
    return viewer.is_authenticated and bool(_editable(viewer, pk=pk))


def read_surroundings(viewer: Viewer, entry: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """(slug, title, "") of the "older" and "newer" entry of its topic; its "backlinks", with the sentence of each; and
    the slugs that it links to, but that are "missing": where there is no entry, or none that this person may open."""
    pk, topic, moment = entry["pk"], entry["topic_id"], entry["published_at"]
    rows = _around(viewer, pk=pk, topic=topic, moment=moment, then=as_of(moment), now=timezone.now())
    found: dict[str, list[tuple[str, str, str]]] = {"older": [], "newer": [], "backlinks": [], "missing": []}
    for place, slug, title, context in rows:
        if all(slug != other for other, *_ in found[place]):  # it may link here by a former address too
            found[place].append((slug, title, context))
    return found


@compiled(slug=CharField(), now=DateTimeField())
def _entry_page(viewer: Viewer, *, slug: str, now: datetime) -> QuerySet:
    reachable = Entry.objects.reachable_by(viewer, now).annotate(author_name=name_of("author__"))
    return reachable.filter(slug=slug).values_list(*_PAGE_FIELDS)


@compiled(pk=BigIntegerField())
def _editable(viewer: Viewer, *, pk: int) -> QuerySet:
    return Entry.objects.editable_by(viewer).filter(pk=pk).order_by().values_list("pk")


@compiled(
    pk=BigIntegerField(), topic=BigIntegerField(), moment=DateTimeField(), then=DateTimeField(), now=DateTimeField()
)
def _around(
    viewer: Viewer, *, pk: int, topic: int, moment: datetime | None, then: datetime, now: datetime
) -> list[QuerySet]:
    visible = Entry.objects.visible_to(viewer, now).published(now)
    found: dict[str, QuerySet] = {"backlinks": visible.filter(links__target=pk).exclude(pk=pk).newest_first()[:50]}
    if moment is not None:
        here = Cursor(moment, pk)
        before = Entry.objects.visible_to(viewer, then).published(then)
        found["older"] = here.older(before.filter(topic=topic)).order_by("-published_at", "-pk")[:1]
        found["newer"] = here.newer(visible.filter(topic=topic)).order_by("published_at", "pk")[:1]
    context = {"backlinks": F("links__context")}
    reachable = Entry.objects.reachable_by(viewer, now).filter(pk=OuterRef("target"))
    missing = Link.objects.filter(source=pk).exclude(Exists(reachable)).order_by()
    return [
        *(
            queryset.values_list(Value(place), "slug", "title", context.get(place, Value("")))
            for place, queryset in found.items()
        ),
        missing.values_list(Value("missing"), "slug", Value(""), Value("")),
    ]
