"""Pages of a list by its order and not by number: page 1,000 costs what page 1 costs.

A list is ordered by (published_at, key), newest first. A page begins beside a cursor, which
is such a pair, so with an index in that order the database starts right there.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import BadRequest
from django.db.models import BigIntegerField, DateTimeField, Field, Q, QuerySet

PAGE_SIZE = 20
# What the `arguments` of a Window are, for compiled statements.
WINDOW_FIELDS: dict[str, Field] = {
    "before_moment": DateTimeField(),
    "before_pk": BigIntegerField(),
    "after_moment": DateTimeField(),
    "after_pk": BigIntegerField(),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class BadCursor(BadRequest):
    """The text is no cursor that a page of ours ever held. Django answers 400."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The moment and the key of the row that a page begins beside."""

    moment: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // _MICROSECOND}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read what `str` wrote. Raises BadCursor."""
        found = re.fullmatch(r"(-?\d{1,18})-(\d{1,19})", text, re.ASCII)
        if not found or int(found[2]) >= 2**63:
            raise BadCursor(text[:40])
        try:
            return cls(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]))
        except OverflowError:
            raise BadCursor(text[:40]) from None

    def older(self, queryset: QuerySet, key: str = "pk", *, moment: str = "published_at") -> QuerySet:
        """What comes after it in a list that begins with the newest."""
        return self._beyond(queryset, key, moment, "lte", "gte")

    def newer(self, queryset: QuerySet, key: str = "pk", *, moment: str = "published_at") -> QuerySet:
        return self._beyond(queryset, key, moment, "gte", "lte")

    def _beyond(self, queryset: QuerySet, key: str, moment: str, bound: str, passed: str) -> QuerySet:
        """The plain bound lets the database start in its index; the rest drops what shares the moment."""
        same = Q(**{moment: self.moment, f"{key}__{passed}": self.pk})
        return queryset.filter(~same, **{f"{moment}__{bound}": self.moment})


@dataclass(frozen=True, slots=True)
class Window:
    """Where in a list: older than `before`, newer than `after`, or at its beginning."""

    before: Cursor | None = None
    after: Cursor | None = None

    @classmethod
    def read(cls, before: str, after: str) -> "Window":
        """From a query string's two values, either or both empty. Raises BadCursor on nonsense."""
        if before and after:
            raise BadCursor("both directions at once")
        if before:
            return cls(before=Cursor.parse(before))
        if after:
            return cls(after=Cursor.parse(after))
        return cls()

    @property
    def arguments(self) -> dict[str, Any]:
        """Its parts as plain values, as `of` takes them."""
        before, after = self.before, self.after
        return {
            "before_moment": before and before.moment,
            "before_pk": before and before.pk,
            "after_moment": after and after.moment,
            "after_pk": after and after.pk,
        }

    @classmethod
    def of(cls, arguments: dict[str, Any]) -> "Window":
        """Take its parts out of keyword arguments."""
        before = Cursor(arguments.pop("before_moment", None), arguments.pop("before_pk", None))
        after = Cursor(arguments.pop("after_moment", None), arguments.pop("after_pk", None))
        if before.moment:
            return cls(before=before)
        if after.moment:
            return cls(after=after)
        return cls()

    def apply(self, queryset: QuerySet, *fields: str, key: str = "pk") -> QuerySet:
        """Rows of (published_at, key, *fields), one more than a page has."""
        if self.after:
            ordered = self.after.newer(queryset, key).order_by("published_at", key)
        else:
            queryset = self.before.older(queryset, key) if self.before else queryset
            ordered = queryset.order_by("-published_at", f"-{key}")
        return ordered.values_list("published_at", key, *fields)[: PAGE_SIZE + 1]


class Row(Protocol):
    """A row of a list, which is ordered by these two."""

    @property
    def published_at(self) -> Any: ...
    @property
    def pk(self) -> int: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Slice(Generic[R]):
    """The rows of one page, newest first, and the cursors to its neighbours (None at an end)."""

    rows: list[R]
    older: Cursor | None
    newer: Cursor | None


def page_of(found: list[R], window: Window) -> Slice[R]:
    """Make a page of what `Window.apply` found."""
    has_more, rows = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if not rows:
        return Slice([], None, None)
    if window.after:
        rows.reverse()
    newest, oldest = rows[0], rows[-1]
    older = newer = None
    if has_more or window.after:
        older = Cursor(oldest.published_at, oldest.pk)
    if window.before or (window.after and has_more):
        newer = Cursor(newest.published_at, newest.pk)
    return Slice(rows, older, newer)
