"""What the page of an entry shows, and what is around it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

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
from journal.models.visibility import Shown

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


@dataclass(frozen=True, slots=True)
class EntryPage(Shown):
    """An entry as its page shows it; the columns of `_PAGE_FIELDS`."""

    pk: int
    slug: str
    title: str
    summary: str
    excerpt: str
    visibility: str
    published_at: datetime | None
    author_id: int | None
    author_username: str | None
    author_name: str | None
    updated_at: datetime
    topic_id: int
    topic_slug: str
    topic_title: str
    head_html: str
    html: str

    @property
    def lead(self) -> str:
        return self.summary or self.excerpt


class Beside(NamedTuple):
    """An entry that leads to this one, or stands beside it; `context` is the sentence that links here."""

    slug: str
    title: str
    context: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around an entry: in its topic, and by links. `older` and `newer` hold one or none."""

    older: list[Beside] = field(default_factory=list)
    newer: list[Beside] = field(default_factory=list)
    backlinks: list[Beside] = field(default_factory=list)
    missing: list[Beside] = field(default_factory=list)  # by slug: no entry, or none that this person may open


def read_entry(viewer: Viewer, slug: str) -> EntryPage | None:
    """An entry's page, or None where this person may not open it."""
    rows = _entry_page(viewer, slug=slug, now=timezone.now())
    return EntryPage(*rows[0]) if rows else None


def may_edit(viewer: Viewer, pk: int) -> bool:
    """Whether this person may change the entry."""
    return viewer.is_authenticated and bool(_editable(viewer, pk=pk))


def read_surroundings(viewer: Viewer, entry: EntryPage) -> Surroundings:
    """What is around an entry, of what this person finds."""
    moment = entry.published_at
    rows = _around(viewer, pk=entry.pk, topic=entry.topic_id, moment=moment, then=as_of(moment), now=timezone.now())
    found = Surroundings()
    for role, slug, title, context in rows:
        known = getattr(found, role)
        if all(slug != other.slug for other in known):  # it may link here by a former address too
            known.append(Beside(slug, title, context))
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
