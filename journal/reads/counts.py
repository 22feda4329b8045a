"""How many public entries and snippets there are."""

from datetime import datetime

from django.db.models import (
    CharField,
    DateTimeField,
    QuerySet,
)
from django.utils import timezone

from journal.database.kept import kept
from journal.database.statements import compiled
from journal.database.viewer import VISITOR, Viewer
from journal.models.entries.entry import Entry
from journal.models.entries.tally import Counts, Tally


@kept
def public_counts(group: str, start: str | None = None, end: str | None = None) -> Counts:
    """How many public entries (or snippets, for "language") there are: the same for everyone. Of all names, or of those
    from `start` until before `end`."""
    tallies = _tallies(VISITOR, group=group, start=start, end=end)
    return Counts(tallies, _scheduled(VISITOR, now=timezone.now()))


@compiled(group=CharField(), start=CharField(), end=CharField())
def _tallies(viewer: Viewer, *, group: str, start: str | None, end: str | None) -> QuerySet:
    found = Tally.objects.filter(group=group)
    if start is not None:
        found = found.filter(name__gte=start, name__lt=end)
    return found.values_list("group", "name", "kind", "count")


@compiled(now=DateTimeField())
def _scheduled(viewer: Viewer, *, now: datetime) -> QuerySet:
    return Entry.objects.public().scheduled(now).values_list("tallied")
