"""Entries as the chronicle shows them: a page of cards, by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from journal.database.keyset import Cursor, Slice
from journal.reads.archive import day_and_month
from journal.reads.authors import Author
from journal.reads.entries import Card


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    cards: list[tuple[str, Author | None]]  # stored HTML, and whose it is, if that is to be said

    @property
    def label(self) -> str:
        return day_and_month(self.date)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A page of entries by day, and the query strings of the pages around it."""

    days: list[Day]
    older: str
    newer: str


def chronicle_of(page: Slice[Card], authors: Mapping[int, Author], query: str = "") -> Chronicle:
    """A page of cards, by day; `authors` are to be named; `query` is kept of the query string."""
    return Chronicle(days_of(page.rows, authors), *neighbours(page, query))


def days_of(cards: Iterable[Card], authors: Mapping[int, Author]) -> list[Day]:
    """The days of these cards, which are in the order of their moments."""
    days = []
    for day, found in groupby(cards, lambda card: timezone.localtime(card.published_at).date()):
        days.append(Day(day, [(card.html, authors.get(card.author or 0)) for card in found]))
    return days


def neighbours(page: Slice, query: str = "") -> tuple[str, str]:
    """The query strings of the older and the newer page, filters kept; empty at an end."""
    return _at("before", page.older, query), _at("after", page.newer, query)


def _at(direction: str, cursor: Cursor | None, query: str) -> str:
    return f"?{query}{'&' if query else ''}{direction}={cursor}" if cursor else ""
