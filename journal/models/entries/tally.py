"""Counts that cost the same with a hundred thousand entries as with ten.

Each published, public entry counts under its topic, its tags, its year, its day and the languages of its
snippets. What it counts under is noted on the entry itself, so the difference to what it should
count under can be applied however it came about.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models

from journal.database.edition import PublicModel, PublicQuerySet, at_the_end
from journal.database.writes import update_now

# ["topic", "12", "note"]: one more note in topic 12. Lists, as the JSON on the entry has them.
Keys = list[list[str]]


class Tally(PublicModel):
    """How many public entries (for "language": snippets) of one kind there are under one name."""

    group = models.CharField(max_length=10)  # "topic", "tag", "year", "day" or "language"
    name = models.CharField(max_length=40)  # a primary key, a year, a date or a language
    kind = models.CharField(max_length=10)  # empty where all kinds are counted together
    count = models.IntegerField(default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "name", "kind"], name="tally_unique")]

    def __str__(self) -> str:
        return f"{self.group} {self.name} {self.kind}: {self.count}"

    @classmethod
    def move(cls, before: Keys, after: Keys) -> None:
        """Count under `after` what was counted under `before`, from the end of this change on."""
        gone = [(tuple(key), -1) for key in before]
        come = [(tuple(key), 1) for key in after]
        if gone or come:
            at_the_end(_count, gone + come)


def _count(items: list[tuple[tuple[str, str, str], int]]) -> None:
    """Write the difference that all items together make. Nobody else counts meanwhile: the last step of a change."""
    difference: Counter[tuple[str, str, str]] = Counter()
    for key, change in items:
        difference[key] += change
    moved = {key: change for key, change in difference.items() if change}
    names = {name for _, name, _ in moved}
    known = {(row.group, row.name, row.kind): row for row in Tally.objects.filter(name__in=names)}
    rows = []
    for key, change in sorted(moved.items()):
        group, name, kind = key
        row = known.get(key) or Tally(group=group, name=name, kind=kind)
        row.count += change
        rows.append(row)
    update_now([row for row in rows if row.pk], ["count"])
    Tally.objects.bulk_create([row for row in rows if row.pk is None])


class Counts:
    """The tallies of one group. A name that is missing counts nothing."""

    def __init__(self, tallies: Iterable[tuple[str, str, str, int]], scheduled: Iterable[tuple[list[Any]]]) -> None:
        self._kinds: dict[str, dict[str, int]] = {}
        mine = ""
        for group, name, kind, count in tallies:
            mine = group
            self._kinds.setdefault(name, {})[kind] = count
        # Scheduled entries are counted when they are saved, but are not to be seen before their moment.
        for (keys,) in scheduled:
            for group, name, kind in keys:
                if group == mine and kind in self._kinds.get(name, {}):  # else it was saved since the first read
                    self._kinds[name][kind] -= 1

    def by_kind(self, *names: object) -> dict[str, int]:
        """Kind to count, for one name or several together; only what there is."""
        total: dict[str, int] = {}
        for name in names:
            for kind, count in self._kinds.get(str(name), {}).items():
                if count > 0:
                    total[kind] = total.get(kind, 0) + count
        return total

    def totals(self) -> list[tuple[str, int]]:
        """Each name with its count, most first; names with nothing to show are left out."""
        totals = []
        for name, kinds in self._kinds.items():
            total = sum(kinds.values())
            if total > 0:
                totals.append((-total, name))
        return [(name, -most) for most, name in sorted(totals)]
