"""Facets: what the hits have in common, with counts, to narrow a search by."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.utils import timezone

from journal.database.kept import kept
from journal.models import Entry
from journal.models.search_document import ENTRY_BITS
from journal.models.tag import Tag
from journal.models.topic import Topic
from journal.reads.archive import start_of

from .language import Query

LONGEST = 6  # choices of one facet
_NOUNS = {"topic": "Topic", "kind": "Kind", "tag": "Tag", "lang": "Language"}
_KINDS = {f"kind{kind}": (kind, label) for kind, label in Entry.Kind.choices}
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


def facets_of(query: Query, hits: Sequence[tuple[int, str]]) -> list[Facet]:
    """`hits` are (key, marks). What all of them have, or the query asks for already, is no choice."""
    if len(hits) < FEWEST:
        return []
    names = _topics_and_tags()
    counted = Counter(" ".join(marks for _, marks in hits).split())
    named = names | _KINDS | {mark: _language(mark) for mark in counted if mark.startswith("lang")}
    groups: dict[str, list[_Mark]] = {noun: [] for noun in _NOUNS}
    for mark, count in counted.items():
        if count < len(hits) and mark in named:
            noun = mark.rstrip("0123456789") if mark in names else mark[:4]
            value, label = named[mark]
            groups[noun].append(_Mark(value, label, count))
    found = [_facet(query, noun, marks) for noun, marks in groups.items()]
    found.append(_years(query, [key for key, _ in hits]))
    return [facet for facet in found if facet.choices]


class _Mark(NamedTuple):
    """What some of the hits have in common."""

    value: str  # what to type for it
    label: str
    hits: int


def _facet(query: Query, noun: str, marks: list[_Mark]) -> Facet:
    """The most frequent marks that the query does not ask for yet."""
    chosen = {chosen.value.lower() for chosen in query.filters if chosen.name == noun}
    marks = [mark for mark in marks if mark.value not in chosen]
    marks.sort(key=lambda mark: (-mark.hits, mark.label))
    choices = [Choice(mark.label, mark.hits, query.with_filter(noun, mark.value)) for mark in marks[:LONGEST]]
    return Facet(_NOUNS[noun], choices)


def _language(mark: str) -> tuple[str, str]:
    language = bytes.fromhex(mark.removeprefix("lang")).decode("utf-8", "replace")
    return language, language


def _years(query: Query, keys: Sequence[int]) -> Facet:
    """From the keys, newest first, which begin with the date: only the bounds of years here are looked up."""
    if query.start or query.end or not keys:
        return Facet("Year", [])
    years = range(_moment(keys[-1]).year, _moment(keys[0]).year + 1)
    oldest_first = keys[::-1]
    bounds = [bisect_left(oldest_first, int(start_of(year).timestamp()) << ENTRY_BITS) for year in years]
    bounds.append(len(keys))
    counted = [(year, end - start) for year, start, end in zip(years, bounds, bounds[1:], strict=False)]
    choices = [
        Choice(str(year), count, f"{query.text} after:{year} before:{year + 1}".strip())
        for year, count in reversed(counted)
        if 0 < count < len(keys)
    ]
    return Facet("Year", choices[:LONGEST])


def _moment(key: int) -> datetime:
    return timezone.localtime(datetime.fromtimestamp(key >> ENTRY_BITS, UTC))


@kept
def _topics_and_tags() -> dict[str, tuple[str, str]]:
    """(slug, name) of every topic and tag, under "topic12" and "tag5": as the search index marks its entries."""
    topics = Topic.objects.order_by().values_list("id", "slug", "title")
    tags = Tag.objects.order_by().values_list("id", "slug", "name")
    found = {f"topic{pk}": (slug, title) for pk, slug, title in topics}
    return found | {f"tag{pk}": (slug, name) for pk, slug, name in tags}
