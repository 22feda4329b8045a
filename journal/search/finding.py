"""Search: what an author wrote, found again by whoever may see it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.db import connections
from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf, Substr
from django.utils import timezone

from journal.database.replica import reading_from
from journal.database.statements import Slot, Statement, as_keys, compiled, key_fields
from journal.database.viewer import VISITOR, Viewer
from journal.models import Entry, SearchDocument, Snippet
from journal.models.visibility import Shown
from journal.text.document import snippet_anchor
from journal.text.words import words_of

from . import excerpts, postgresql, sqlite
from .excerpts import Marked, Wanted
from .facets import Facet, facets_of
from .language import Query
from .lookup import Lookup, Phrase, lookup_of

PAGE_SIZE = 20
COMPLETIONS = 8
MOST_SNIPPETS = 400  # of a page of results together
MOST = 500  # hits that are ranked and counted: relevance costs as much as the list is long
RELEVANCE, DATE = "relevance", "date"

_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


class UnknownPage(BadRequest):
    """No page of results ever held this place. Django answers 400."""


class Hit(NamedTuple):
    """An entry that has what was asked for, before anything of it is read."""

    key: int
    entry: int
    marks: str
    score: float


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of a snippet, or of what it printed, that has what was asked for."""

    anchor: str  # of the snippet, in the page of its entry
    language: str
    number: int  # of the line, from 1
    pieces: Marked
    is_output: bool = False


@dataclass(frozen=True, slots=True)
class Result(Shown):
    """An entry as the results show it."""

    slug: str
    title: Marked
    kind: str
    topic: str
    author: int | None
    published_at: datetime | None
    visibility: str
    excerpt: Marked
    heading: dict[str, Any] | None = None
    code: CodeLine | None = None


@dataclass(frozen=True, slots=True)
class Results:
    results: list[Result] = field(default_factory=list)
    count: int = 0
    is_bounded: bool = False  # there are more than `count`; the newest were ranked
    is_partial: bool = False  # nothing has all of the words; these have some
    facets: list[Facet] = field(default_factory=list)
    more: str = ""  # the place where the next page begins
    notes: tuple[str, ...] = ()


def search(query: Query, viewer: Viewer, *, order: str = RELEVANCE, after: str = "") -> Results:
    """A page of what this person may see and the query asks for. Raises UnknownPage for an `after` of nobody's.

    By relevance, the newest `MOST` hits are ranked; by date, all are there, page by page.
    """
    lookup = lookup_of(query)
    if query.is_empty or lookup.is_impossible:
        return Results(notes=lookup.notes)
    by_relevance = order != DATE
    hits = hits_of(lookup, viewer, ranked=by_relevance)
    if not hits and len(lookup.wanted) > 1:
        lookup = replace(lookup, is_loose=True)
        hits = hits_of(lookup, viewer, ranked=by_relevance)
    count, is_bounded = min(len(hits), MOST), len(hits) > MOST
    facets = [] if after else facets_of(query, [(hit.key, hit.marks) for hit in hits[:MOST]])
    start = None
    if by_relevance:
        ranked = sorted(hits[:MOST], key=lambda hit: (-hit.score, -hit.key))
        start = _rank_after(ranked, after) if after else 0
        shown = ranked[start:]
    else:
        shown = hits_of(lookup, viewer, before=_key(after), most=PAGE_SIZE + 1) if after else hits
    page = shown[:PAGE_SIZE]
    more = _place(page[-1], start) if len(shown) > PAGE_SIZE else ""
    is_partial = bool(hits) and lookup.is_loose
    return Results(results_of(page, viewer, query), count, is_bounded, is_partial, facets, more, lookup.notes)


def completions(query: Query, viewer: Viewer) -> list[str]:
    """The titles that somebody may be typing: they have the words, the last of which may be unfinished."""
    words = words_of(query.text)
    if not words:
        return []
    lookup = Lookup(
        wanted=(
            *((Phrase(("title",), (word,)),) for word in words[:-1]),
            (Phrase(("title",), tuple(words[-1:]), is_prefix=True),),
        )
    )
    found = hits_of(lookup, viewer, most=COMPLETIONS)
    if not found:
        return []
    keys = as_keys([hit.entry for hit in found], COMPLETIONS)
    titles: dict[int, str] = dict(_titles(viewer, now=timezone.now(), **keys))
    return list(dict.fromkeys(titles[hit.entry] for hit in found if hit.entry in titles))


def hits_of(
    lookup: Lookup, viewer: Viewer, *, ranked: bool = False, before: int | None = None, most: int = MOST + 1
) -> list[Hit]:
    """The newest hits that this person may see, at most `most`; `before` a key, where one is given."""
    if before is not None and (lookup.last_key is None or before < lookup.last_key):
        lookup = replace(lookup, last_key=before)
    now = timezone.now()
    if viewer.is_authenticated:
        documents = Statement([_documents(viewer, now)])
        params = documents.params
    else:
        documents = _documents_for_visitors(reading_from())
        params = documents.bound({"now": now})
    connection = connections[documents.using]
    sql, values = _DIALECTS[connection.vendor].candidates(
        connection, lookup, documents.sql, params, most, ranked=ranked
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(map(Hit._make, cursor.fetchall()))


@cache
def _documents_for_visitors(alias: str) -> Statement:
    return Statement([_documents(VISITOR, Slot("now", DateTimeField()))])


def _documents(viewer: Viewer, now: Any) -> QuerySet:
    visible = SearchDocument.objects.visible_to(viewer, now)
    columns = _DIALECTS[connections[visible.db].vendor].COLUMNS
    return visible.annotate(**columns).values_list("id", "entry", "marks", *columns)


class _Found(NamedTuple):
    """What is read of an entry for its result; the columns of `_rows`."""

    pk: int
    slug: str
    title: str
    kind: str
    topic: str
    author: int | None
    published_at: datetime | None
    visibility: str
    lead: str
    text: str
    headings: list[dict[str, Any]]


def results_of(page: Sequence[Hit], viewer: Viewer, query: Query) -> list[Result]:
    """The entries of these hits, in their order, with what is to be read of each."""
    if not page:
        return []
    rows = map(_Found._make, _rows(viewer, now=timezone.now(), **as_keys([hit.entry for hit in page], PAGE_SIZE)))
    found = {entry.pk: entry for entry in rows}
    wanted = excerpts.wanted_of(query.terms)
    in_text = [] if query.scope == "code" else wanted
    places = {pk: excerpts.places_of(entry.text, in_text) for pk, entry in found.items()}
    lines = _code_lines([pk for pk in found if not excerpts.are_whole(places[pk], wanted)], wanted)
    return [_result(found[hit.entry], places[hit.entry], wanted, lines) for hit in page if hit.entry in found]


def _result(
    entry: _Found, places: list[excerpts.Occurrence], wanted: list[Wanted], lines: dict[int, CodeLine]
) -> Result:
    pieces: Marked = [(entry.lead, False)] if entry.lead else []
    heading = None
    if places:
        pieces, start = excerpts.excerpt(entry.text, places)
        heading = excerpts.heading_before(entry.text, start, entry.headings)
    return Result(
        slug=entry.slug,
        title=excerpts.marked(entry.title, excerpts.places_of(entry.title, wanted)),
        kind=entry.kind,
        topic=entry.topic,
        author=entry.author,
        published_at=entry.published_at,
        visibility=entry.visibility,
        excerpt=pieces,
        heading=heading,
        code=lines.get(entry.pk),
    )


@compiled(now=DateTimeField(), **key_fields(PAGE_SIZE))
def _rows(viewer: Viewer, *, now: datetime, **keys: Any) -> QuerySet:
    visible = Entry.objects.visible_to(viewer, now).filter(pk__in=list(keys.values()))
    return visible.order_by().values_list(
        "pk",
        "slug",
        "title",
        "kind",
        "topic__title",
        "author_id",
        "published_at",
        "visibility",
        Coalesce(NullIf("summary", Value("")), "excerpt"),
        Substr("text", 1, excerpts.SCANNED),
        "headings",
    )


@compiled(now=DateTimeField(), **key_fields(COMPLETIONS))
def _titles(viewer: Viewer, *, now: datetime, **keys: Any) -> QuerySet:
    return (
        Entry.objects.visible_to(viewer, now).filter(pk__in=list(keys.values())).order_by().values_list("pk", "title")
    )


def _code_lines(entries: list[int], wanted: list[Wanted]) -> dict[int, CodeLine]:
    """The best line of code of each of these entries, which the viewer is known to see."""
    if not entries or not wanted:
        return {}
    has_some = Q()
    for one in wanted:
        has_some |= Q(code__icontains=one.start) | Q(output__icontains=one.start)
    snippets = Snippet.objects.filter(has_some, entry__in=entries).order_by("entry", "position")
    parts = Substr("code", 1, excerpts.SCANNED), Substr("output", 1, excerpts.SCANNED)
    best: dict[int, tuple[int, CodeLine]] = {}
    for entry, name, position, language, *texts in snippets.values_list(
        "entry", "name", "position", "language_label", *parts
    )[:MOST_SNIPPETS]:
        for text, is_output in zip(texts, (False, True), strict=True):
            found = _best_code_line(text or "", wanted)
            if found and found[0] > best.get(entry, (0,))[0]:
                line = CodeLine(snippet_anchor(name, position), language, found[1], found[2], is_output)
                best[entry] = (found[0], line)
    return {entry: line for entry, (_, line) in best.items()}


def _best_code_line(code: str, wanted: list[Wanted]) -> tuple[int, int, Marked] | None:
    """(how much of it is looked for, its number from 1, its pieces); characters as typed count most."""
    whole = [one for one in wanted if not one.is_word]
    places = excerpts.places_of(code, whole) or excerpts.places_of(code, wanted)
    if not places:
        return None
    start, end = excerpts.best_line(code, places)
    start += len(code[start:end]) - len(code[start:end].lstrip())
    weight = len({place.number for place in places if start <= place.start < end}) + (10 if whole else 0)
    return weight, code.count("\n", 0, start) + 1, excerpts.marked(code, places, start, min(end, start + 200))


def _place(hit: Hit, start: int | None) -> str:
    """Where a page ends. A score would tell how many entries have a word, those that nobody sees among them."""
    return str(hit.key) if start is None else f"{start + PAGE_SIZE}_{hit.key}"


def _key(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,19}", text, re.ASCII) or abs(int(text)) >= 2**63:
        raise UnknownPage(text[:40])
    return int(text)


def _rank_after(ranked: list[Hit], after: str) -> int:
    """After the hit that a page ended with; where that was, when it is gone."""
    rank, _, key = after.partition("_")
    last = _key(key)
    if not re.fullmatch(r"\d{1,3}", rank, re.ASCII):
        raise UnknownPage(after[:40])
    return next((place + 1 for place, hit in enumerate(ranked) if hit.key == last), int(rank))
