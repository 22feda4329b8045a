"""Bugs by their errors: what a pasted traceback finds, and the puzzles by the exception that they are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

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
    """The errors that somebody pasted, and the entries that are like them; None where the text is no error."""
    if not tracebacks.is_pasted(text):
        return None
    failures = tracebacks.failures_in(text)
    if not failures:
        return None
    best: dict[int, Alike] = {}
    for known in _candidates({failure.exception for failure in failures}, viewer):
        found = max(_likeness(failure, known) for failure in failures)
        if known.entry not in best or found > best[known.entry].likeness:
            best[known.entry] = Alike(
                known.slug,
                known.title,
                known.kind,
                known.topic,
                known.published_at,
                known.exception,
                known.message,
                likeness=found,
            )
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
    failures = Failure.objects.filter(entry__in=[row["pk"] for row in rows])
    for entry, exception in failures.values_list("entry", "exception"):
        if exception not in named.setdefault(entry, []):
            named[entry].append(exception)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for exception in named.get(row["pk"], [""]):
            grouped.setdefault(exception, []).append(row)
    most_first = sorted((exception == "", -len(bugs), exception) for exception, bugs in grouped.items())
    return [(exception, grouped[exception]) for *_, exception in most_first]


class _Known(NamedTuple):
    """A failure of an entry here."""

    entry: int
    exception: str
    message: str
    frames: list[str]
    slug: str
    title: str
    kind: str
    topic: str
    published_at: datetime | None


def _candidates(exceptions: set[str], viewer: Viewer) -> Iterable[_Known]:
    """The newest failures with one of these exceptions, of the entries that this person finds."""
    visible: QuerySet = Entry.objects.visible_to(viewer, timezone.now()).filter(pk=OuterRef("entry"))
    failures = Failure.objects.filter(Exists(visible), exception__in=exceptions)
    rows = failures.order_by("-entry__published_at", "-entry", "pk").values_list(
        "entry",
        "exception",
        "message",
        "frames",
        "entry__slug",
        "entry__title",
        "entry__kind",
        "entry__topic__title",
        "entry__published_at",
    )
    return map(_Known._make, rows[:NEWEST])


def _likeness(pasted: tracebacks.Failure, known: _Known) -> float:
    if pasted.exception != known.exception:
        return 0
    likeness = tracebacks.likeness(pasted, tracebacks.Failure(known.exception, known.message, tuple(known.frames)))
    return likeness + 0.5 if known.kind == Entry.Kind.BUG else likeness
