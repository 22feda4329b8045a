"""Entries as the chronicle shows them: a page of cards, by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from journal.database.keyset import Cursor, Slice
from journal.reads.archive import day_and_month
from journal.reads.authors import Author


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


def chronicle_of(page: Slice, authors: Mapping[int, Author], query: str = "") -> Chronicle:
    """A page of cards, as `list_entries` reads it; `authors` are to be named; `query` is kept of the query string."""
    return Chronicle(days_of(page.rows, authors), *neighbours(page, query))


def days_of(rows: Iterable[tuple[Any, ...]], authors: Mapping[int, Author]) -> list[Day]:
    """Rows of (published_at, pk, card_html, author's pk), in the order of their moments."""
    by_day = groupby(rows, lambda row: timezone.localtime(row[0]).date())
    return [Day(day, [(card, authors.get(author)) for *_, card, author in found]) for day, found in by_day]


def neighbours(page: Slice, query: str = "") -> tuple[str, str]:
    """The query strings of the older and the newer page, filters kept; empty at an end."""
    return _at("before", page.older, query), _at("after", page.newer, query)


def _at(direction: str, cursor: Cursor | None, query: str) -> str:
    return f"?{query}{'&' if query else ''}{direction}={cursor}" if cursor else ""
