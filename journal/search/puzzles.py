"""Bugs by their errors: what a pasted traceback finds, and the puzzles by the exception that they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from journal.database.viewer import Viewer
from journal.models import Entry, Failure
from journal.text import tracebacks

LISTED = 200  # bugs on one page
NEWEST = 500  # failures of an exception that are compared
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry that shows or names an error like the one that was pasted."""

    slug: str
    title: str
    kind: str
    topic: str
    published_at: datetime | None
    exception: str
    message: str
    likeness: float  # 1: the same exception, to 4: also message and frames; half more for a puzzle


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read from what somebody pasted, and what is like it, most alike first."""

    failures: list[tracebacks.Failure]
    alike: list[Alike]

    @property
    def words(self) -> str:
        """What to search for in the words instead."""
        last = self.failures[-1]
        return f"{last.exception} {last.message}".strip()[:200]


def find_pasted(text: str, viewer: Viewer) -> Pasted | None:
    """None where the text is no error."""
    if not tracebacks.is_pasted(text):
        return None
    failures = tracebacks.failures_in(text)
    if not failures:
        return None
    best: dict[int, Alike] = {}
    for row in _candidates({failure.exception for failure in failures}, viewer):
        found = max((_likeness(failure, row) for failure in failures if failure.exception == row[1]), default=0)
        if row[0] not in best or found > best[row[0]].likeness:
            entry, exception, message, _, slug, title, kind, topic, moment = row
            best[entry] = Alike(slug, title, kind, topic, moment, exception, message, found)
    # Sorting is stable, and the newest come first.
    alike = sorted(best.values(), key=lambda one: -one.likeness)
    return Pasted(failures, alike[:PAGE_SIZE])


def puzzles_by_exception(viewer: Viewer) -> list[tuple[str, list[dict[str, Any]]]]:
    """(exception, its bugs, newest first), most bugs first; what names no exception comes last, under ""."""
    bugs = Entry.objects.visible_to(viewer).filter(kind=Entry.Kind.BUG).newest_first()
    rows = list(bugs.values("pk", "slug", "title", "summary", "excerpt", "published_at")[:LISTED])
    for row in rows:
        row["day"] = timezone.localtime(row["published_at"]).date() if row["published_at"] else None
    named: dict[int, list[str]] = {}
    for entry, exception in Failure.objects.filter(entry__in=[row["pk"] for row in rows]).values_list(
        "entry", "exception"
    ):
        if exception not in named.setdefault(entry, []):
            named[entry].append(exception)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for exception in named.get(row["pk"], [""]):
            grouped.setdefault(exception, []).append(row)
    return sorted(grouped.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))


def _candidates(exceptions: set[str], viewer: Viewer) -> Iterable[tuple[Any, ...]]:
    visible: QuerySet = Entry.objects.visible_to(viewer, timezone.now()).filter(pk=OuterRef("entry"))
    failures = Failure.objects.filter(Exists(visible), exception__in=exceptions)
    fields = ("exception", "message", "frames", "entry__slug", "entry__title", "entry__kind", "entry__topic__title")
    return failures.order_by("-entry__published_at", "-entry", "pk").values_list(
        "entry", *fields, "entry__published_at"
    )[:NEWEST]


def _likeness(pasted: tracebacks.Failure, row: Sequence[Any]) -> float:
    found = tracebacks.Failure(row[1], row[2], tuple(row[3]))
    return tracebacks.likeness(pasted, found) + (0.5 if row[6] == Entry.Kind.BUG else 0)
