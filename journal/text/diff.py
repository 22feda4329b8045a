"""What changed between two texts: by lines, and within changed lines by words. Strings in, rows out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from .merge import changes

MAX_WORDS = 1_000  # characters of a line; longer ones are compared as a whole, which keeps the time linear
_CONTEXT = 3  # unchanged lines around a change
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line. `is_changed` where the other text has something else."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a diff. Line numbers are 1-based; None where the text has no such line."""

    kind: str  # "same", "removed", "added", or "gap" for lines left out
    old: int | None
    new: int | None
    parts: tuple[Part, ...] = ()


def diff(old: str, new: str) -> list[Row]:
    """The rows that lead from one text to the other, with a few unchanged lines around each change."""
    before, after = old.split("\n"), new.split("\n")
    rows: list[Row] = []
    line = 0
    for taken, given in changes(before, after):
        rows += _same(before, line, taken.start, given.start - taken.start)
        rows += _changed(before[taken], after[given], taken.start, given.start)
        line = taken.stop
    rows += _same(before, line, len(before), len(after) - len(before))
    return _without_long_runs(rows)


def side_by_side(one: str, other: str) -> tuple[list[Row], list[Row]]:
    """The lines of each of two texts, with the words marked that the other has not."""
    rows = _changed(one.split("\n"), other.split("\n"), 0, 0)
    return [row for row in rows if row.kind == "removed"], [row for row in rows if row.kind == "added"]


def _same(lines: Sequence[str], start: int, end: int, shift: int) -> Iterator[Row]:
    for index in range(start, end):
        yield Row("same", index + 1, index + 1 + shift, (Part(lines[index]),))


def _changed(old: Sequence[str], new: Sequence[str], old_start: int, new_start: int) -> list[Row]:
    """Lines in the same place are compared word by word."""
    removed, added = [], []
    for index, (before, after) in enumerate(zip_longest(old, new)):
        left, right = _words(before, after)
        if before is not None:
            removed.append(Row("removed", old_start + index + 1, None, left))
        if after is not None:
            added.append(Row("added", None, new_start + index + 1, right))
    return removed + added


def _words(before: str | None, after: str | None) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    if before is None or after is None or len(before) + len(after) > MAX_WORDS:
        return (Part(before or "", is_changed=True),), (Part(after or "", is_changed=True),)
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Part] = []
    right: list[Part] = []
    i = j = 0
    for taken, given in [*changes(old, new), (slice(len(old), len(old)), slice(len(new), len(new)))]:
        left += [Part("".join(old[i : taken.start])), Part("".join(old[taken]), is_changed=True)]
        right += [Part("".join(new[j : given.start])), Part("".join(new[given]), is_changed=True)]
        i, j = taken.stop, given.stop
    return tuple(part for part in left if part.text), tuple(part for part in right if part.text)


def _without_long_runs(rows: list[Row]) -> list[Row]:
    """Runs of unchanged lines become a gap, but for the lines next to a change."""
    near = {
        place
        for index, row in enumerate(rows)
        if row.kind != "same"
        for place in range(index - _CONTEXT, index + _CONTEXT + 1)
    }
    kept: list[Row] = []
    for index, row in enumerate(rows):
        if index in near:
            kept.append(row)
        elif not kept or kept[-1].kind != "gap":
            kept.append(Row("gap", None, None))
    return kept
