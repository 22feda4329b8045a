"""The reads that the pages live on, each one statement."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    F,
    Field,
    OuterRef,
    QuerySet,
    Value,
)
from django.utils import timezone

from .authors import name_of
from .entry import Entry
from .kept import kept
from .keyset import Cursor, Place, Slice, page_of
from .link import Link
from .page import Page
from .prepared import prepared
from .snippet import Snippet
from .tag import Tag, Tagging
from .tally import Counts, Tally
from .topic import Topic
from .visibility import VISITOR, Viewer

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


def entry_page(viewer: Viewer, slug: str) -> dict[str, Any] | None:
    """What an entry's page shows, or None where this person may not open it."""
    rows = _entry_page(viewer, slug=slug, now=timezone.now())
    return dict(zip(_PAGE_FIELDS, rows[0], strict=True)) if rows else None


def may_edit(viewer: Viewer, pk: int) -> bool:
    """Whether this person may change the entry."""
    return viewer.is_authenticated and bool(_editable(viewer, pk=pk))


def around(viewer: Viewer, entry: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """(slug, title, "") of the "older" and "newer" entry of its topic; its "backlinks", with the sentence of each; and
    the slugs that it links to, but that are "missing": where there is no entry, or none that this person may open."""
    pk, topic, moment = entry["pk"], entry["topic_id"], entry["published_at"]
    rows = _around(viewer, pk=pk, topic=topic, moment=moment, then=as_of(moment), now=timezone.now())
    found: dict[str, list[tuple[str, str, str]]] = {"older": [], "newer": [], "backlinks": [], "missing": []}
    for place, slug, title, context in rows:
        if all(slug != other for other, *_ in found[place]):  # it may link here by a former address too
            found[place].append((slug, title, context))
    return found


def entries(viewer: Viewer, place: Place, **chosen: Any) -> Slice:
    """A page of cards, newest first: rows of (published_at, pk, card_html, author's pk).

    `chosen` may hold `topic` or `stage`, `author`, `tag` (primary keys), `kind`, and
    `start` and `end`, the first moment of a period and the first after it.
    """
    before = place.before.moment if place.before else None
    now = as_of(before, chosen.get("end"))
    return page_of(_entries(viewer, now=now, **chosen, **place.arguments), place)


def snippets(viewer: Viewer, place: Place, **chosen: Any) -> Slice:
    """A page of code: rows of (published_at, pk, html, entry's title, entry's slug)."""
    return page_of(_snippets(viewer, now=timezone.now(), **chosen, **place.arguments), place)


def snippet_page(viewer: Viewer, pk: int) -> dict[str, Any] | None:
    """What a snippet's page shows, or None where this person does not find its entry: numbers can be counted up."""
    rows = _snippet_page(viewer, pk=pk, now=timezone.now())
    return dict(zip(_SNIPPET_FIELDS, rows[0], strict=True)) if rows else None


@kept
def tags() -> list[tuple[int, str, str]]:
    """(pk, slug, name) of every tag, by name."""
    return _tags(VISITOR)  # type: ignore[return-value]


@kept
def tags_in_use() -> list[tuple[str, str, int]]:
    """(slug, name, how many) of every tag that a public entry has, by name."""
    counted = dict(counts("tag").totals())
    return [(slug, name, counted[str(pk)]) for pk, slug, name in tags() if str(pk) in counted]


@kept
def names() -> dict[str, tuple[str, str]]:
    """(slug, name) of every topic and tag, under "topic12" and "tag5": as the search index marks its entries."""
    return {f"{noun}{pk}": (slug, name) for noun, pk, slug, name in _names(VISITOR)}


def tag(viewer: Viewer, slug: str) -> Tag | None:
    """One that this person finds on an entry: which others there are is nobody's business."""
    rows = _tag(viewer, slug=slug, now=timezone.now())
    return Tag.from_db(None, _TAG_FIELDS, rows[0]) if rows else None


@kept
def page(slug: str) -> Page | None:
    rows = _page(VISITOR, slug=slug)
    return Page.from_db(None, _STANDING_FIELDS, rows[0]) if rows else None


class TopicRow(NamedTuple):
    """A topic as pages show it."""

    pk: int
    parent_id: int | None
    slug: str
    title: str
    summary: str
    target_on: date | None


@kept
def topics() -> list[TopicRow]:
    """All topics: stages first, each in their order."""
    return [TopicRow(*row) for row in _topics(VISITOR)]


class TopicTexts(NamedTuple):
    """What a topic has to say, as HTML: too long for every page that names it."""

    why: str
    body: str


def topic_texts(pk: int) -> TopicTexts:
    return TopicTexts(*_topic_texts(VISITOR, pk=pk)[0])


@kept
def counts(group: str, start: str | None = None, end: str | None = None) -> Counts:
    """How many public entries (or snippets, for "language") there are: the same for everyone. Of all names, or of those
    from `start` until before `end`."""
    tallies = _tallies(VISITOR, group=group, start=start, end=end)
    return Counts(tallies, _scheduled(VISITOR, now=timezone.now()))


def unpublished(viewer: Viewer) -> list[tuple[str, str, datetime | None, str]]:
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


@prepared(slug=CharField(), now=DateTimeField())
def _entry_page(viewer: Viewer, *, slug: str, now: datetime) -> QuerySet:
    reachable = Entry.objects.reachable_by(viewer, now).annotate(author_name=name_of("author__"))
    return reachable.filter(slug=slug).values_list(*_PAGE_FIELDS)


@prepared(pk=BigIntegerField())
def _editable(viewer: Viewer, *, pk: int) -> QuerySet:
    return Entry.objects.editable_by(viewer).filter(pk=pk).order_by().values_list("pk")


@prepared(
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


_PLACES: dict[str, Field] = {
    "before_moment": DateTimeField(),
    "before_pk": BigIntegerField(),
    "after_moment": DateTimeField(),
    "after_pk": BigIntegerField(),
}
CHOSEN: dict[str, Field] = {
    "topic": BigIntegerField(),
    "stage": BigIntegerField(),
    "author": BigIntegerField(),
    "kind": CharField(),
    "tag": BigIntegerField(),
    "start": DateTimeField(),
    "end": DateTimeField(),
}


@prepared(now=DateTimeField(), **CHOSEN, **_PLACES)
def _entries(viewer: Viewer, *, now: datetime, tag: int | None = None, **chosen: Any) -> QuerySet:
    place = Place.of(chosen)
    visible = Entry.objects.visible_to(viewer, now).published(now).matching(**chosen)
    if tag is None:
        return place.apply(visible, "card_html", "author_id")
    # A tag's entries come from the index of its taggings, which is in the order of their dates.
    tagged = Tagging.objects.filter(Exists(visible.filter(pk=OuterRef("entry_id"))), tag=tag)
    return place.apply(tagged, "entry__card_html", "entry__author_id", key="entry_id")


@prepared(now=DateTimeField(), topic=BigIntegerField(), stage=BigIntegerField(), language=CharField(), **_PLACES)
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
    "entry__slug",
    "entry__title",
    "entry__topic__slug",
    "entry__topic__title",
)


@prepared(pk=BigIntegerField(), now=DateTimeField())
def _snippet_page(viewer: Viewer, *, pk: int, now: datetime) -> QuerySet:
    visible = Snippet.objects.of(Entry.objects.visible_to(viewer, now))
    return visible.filter(pk=pk).values_list(*_SNIPPET_FIELDS)


_UNPUBLISHED_FIELDS = ("slug", "title", "published_at", "visibility")

# These are in the order in which the models declare them, as `from_db` wants them.
_TAG_FIELDS = ("id", "slug", "name")
_STANDING_FIELDS = ("id", "slug", "title", "summary", "html")


@prepared()
def _tags(viewer: Viewer) -> QuerySet:
    return Tag.objects.order_by("name").values_list(*_TAG_FIELDS)


@prepared()
def _names(viewer: Viewer) -> list[QuerySet]:
    topics = Topic.objects.order_by().values_list(Value("topic"), "id", "slug", "title")
    return [topics, Tag.objects.order_by().values_list(Value("tag"), "id", "slug", "name")]


@prepared(slug=CharField(), now=DateTimeField())
def _tag(viewer: Viewer, *, slug: str, now: datetime) -> QuerySet:
    visible = Entry.objects.visible_to(viewer, now).filter(pk=OuterRef("entry"))
    in_use = Tagging.objects.filter(Exists(visible), tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(in_use), slug=slug).values_list(*_TAG_FIELDS)


@prepared(slug=CharField())
def _page(viewer: Viewer, *, slug: str) -> QuerySet:
    return Page.objects.filter(slug=slug).values_list(*_STANDING_FIELDS)


@prepared()
def _topics(viewer: Viewer) -> QuerySet:
    return Topic.objects.in_order().values_list(*TopicRow._fields)


@prepared(pk=BigIntegerField())
def _topic_texts(viewer: Viewer, *, pk: int) -> QuerySet:
    return Topic.objects.filter(pk=pk).values_list("why_html", "body_html")


@prepared(group=CharField(), start=CharField(), end=CharField())
def _tallies(viewer: Viewer, *, group: str, start: str | None, end: str | None) -> QuerySet:
    found = Tally.objects.filter(group=group)
    if start is not None:
        found = found.filter(name__gte=start, name__lt=end)
    return found.values_list("group", "name", "kind", "count")


@prepared(now=DateTimeField())
def _unpublished(viewer: Viewer, *, now: datetime) -> list[QuerySet]:
    visible = Entry.objects.visible_to(viewer, now)
    # Each from the index of its own: of both together, a planner would read every entry in the order of their changes.
    drafts, scheduled = visible.drafts().order_by("-updated_at"), visible.scheduled(now).order_by("published_at")
    return [found.values_list("updated_at", *_UNPUBLISHED_FIELDS)[:50] for found in (drafts, scheduled)]


@prepared(now=DateTimeField())
def _scheduled(viewer: Viewer, *, now: datetime) -> QuerySet:
    return Entry.objects.public().scheduled(now).values_list("tallied")
