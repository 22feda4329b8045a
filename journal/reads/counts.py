"""How many public entries and snippets there are."""

from journal.database.kept import kept
from journal.models.entries.entry import Entry
from journal.models.entries.tally import Counts, Tally


@kept
def public_counts(group: str, start: str | None = None, end: str | None = None) -> Counts:
    """How many public entries (or snippets, for "language") there are: the same for everyone. Of all names, or of those
    from `start` until before `end`."""
    tallies = Tally.objects.filter(group=group)
    if start is not None:
        tallies = tallies.filter(name__gte=start, name__lt=end)
    scheduled = Entry.objects.public().scheduled()
    return Counts(tallies.values_list("group", "name", "kind", "count"), scheduled.values_list("tallied"))
