"""Facets: what the hits have in common, with counts, to narrow a search by."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from journal.models import Entry
from journal.models.calendar import start_of
from journal.models.search_document import ENTRY_BITS

from .language import Query
from .plan import Names

LONGEST = 6  # choices of one facet
FEWEST = 4  # hits that are worth narrowing


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    count: int
    query: str  # what to type for it


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    choices: list[Choice]


def facets_of(query: Query, hits: Sequence[tuple[int, str]], names: Names) -> list[Facet]:
    """`hits` are (key, marks). What all of them have, or the query asks for already, is no choice."""
    if len(hits) < FEWEST:
        return []
    counted = Counter(" ".join(marks for _, marks in hits).split())
    topics = {f"topic{topic.pk}": (topic.slug, topic.title) for topic in names.topics}
    kinds = {f"kind{kind}": (kind, label) for kind, label in Entry.Kind.choices}
    tags = {f"tag{pk}": (slug, name) for pk, slug, name in names.tags}
    languages = {mark: _language(mark) for mark in counted if mark.startswith("lang")}
    found = [
        _facet(query, hits, "topic", "Topic", topics, counted),
        _facet(query, hits, "kind", "Kind", kinds, counted),
        _facet(query, hits, "tag", "Tag", tags, counted),
        _facet(query, hits, "lang", "Language", languages, counted),
        _years(query, [key for key, _ in hits]),
    ]
    return [facet for facet in found if facet.choices]


def _facet(
    query: Query,
    hits: Sequence[object],
    name: str,
    label: str,
    values: dict[str, tuple[str, str]],
    counted: Counter[str],
) -> Facet:
    chosen = {chosen.value.lower() for chosen in query.filters if chosen.name == name}
    found = [(counted[mark], value, text) for mark, (value, text) in values.items() if 0 < counted[mark] < len(hits)]
    found = sorted((row for row in found if row[1] not in chosen), key=lambda row: (-row[0], row[2]))
    return Facet(label, [Choice(text, count, query.with_filter(name, value)) for count, value, text in found[:LONGEST]])


def _language(mark: str) -> tuple[str, str]:
    language = bytes.fromhex(mark.removeprefix("lang")).decode("utf-8", "replace")
    return language, language


def _years(query: Query, keys: Sequence[int]) -> Facet:
    """From the keys, which begin with the date: the bounds of years here are looked up, not each date."""
    if query.start or query.end or not keys:
        return Facet("Year", [])
    first, last = (_moment(key).year for key in (min(keys), max(keys)))
    years = range(first, last + 1)
    bounds = [int(start_of(year).timestamp()) << ENTRY_BITS for year in years]
    counted = Counter(bisect_right(bounds, key) for key in keys)
    choices = [
        Choice(str(year), counted[place], f"{query.text} after:{year} before:{year + 1}".strip())
        for place, year in reversed(list(enumerate(years, start=1)))
        if 0 < counted[place] < len(keys)
    ]
    return Facet("Year", choices[:LONGEST])


def _moment(key: int) -> datetime:
    return timezone.localtime(datetime.fromtimestamp(key >> ENTRY_BITS, UTC))
