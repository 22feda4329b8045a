"""Entries as the chronicle shows them: a page of cards, by day."""

from calendar import month_name
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from journal.models.keyset import Cursor, Slice


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    cards: list[str]  # stored HTML

    @property
    def label(self) -> str:
        return f"{self.date.day} {month_name[self.date.month]}"


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A page of entries by day, and the query strings of the pages around it."""

    days: list[Day]
    older: str
    newer: str


def chronicle_of(page: Slice, query: str = "") -> Chronicle:
    """`page` has rows of (published_at, pk, card_html); `query` is what to keep of the query string."""
    by_day = groupby(page.rows, lambda row: timezone.localtime(row[0]).date())
    days = [Day(day, [row[2] for row in rows]) for day, rows in by_day]
    return Chronicle(days, *neighbours(page, query))


def neighbours(page: Slice, query: str = "") -> tuple[str, str]:
    """The query strings of the older and the newer page, filters kept; empty at an end."""
    return _at("before", page.older, query), _at("after", page.newer, query)


def _at(direction: str, cursor: Cursor | None, query: str) -> str:
    return f"?{query}{'&' if query else ''}{direction}={cursor}" if cursor else ""
