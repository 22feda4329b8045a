"""The history of a repository in one pass: when each file came, when it last changed, what it was called."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from .place import Dates

_COMMIT = re.compile(rb"(?:\A|(?<=\0))\x01[0-9a-f]{40,64} (-?\d+)(?=\0|\Z)")


@dataclass(frozen=True, slots=True)
class History:
    dates: Mapping[str, Dates] = field(default_factory=dict)
    former_names: Mapping[str, list[str]] = field(default_factory=dict)


def read_history(log: bytes) -> History:
    """From the output of ``git log -z --date-order -M --format=%x01%H %at --name-status``, newest first.

    Going back in time, a file is followed under the name that it had then. Linear in the output.
    """
    now_called: dict[str, str] = {}  # name at that time: name now
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    former: dict[str, list[str]] = {}
    for moment, changes in _commits(log):
        renamed: dict[str, str] = {}
        for status, old, new in changes:
            name = now_called.get(new, new)
            first[name] = moment
            last.setdefault(name, moment)
            if status == "R":
                renamed[old] = name
                former.setdefault(name, []).append(old)
                now_called[new] = "\0" + new  # an older file of this name was another one
        now_called |= renamed
    dates = {name: Dates(_moment(first[name]), _moment(last[name])) for name in last}
    return History(dates, former)


def _commits(log: bytes) -> Iterator[tuple[int, list[tuple[str, str, str]]]]:
    """(seconds, [(status letter, name before, name after), …]) of each commit."""
    _, *parts = _COMMIT.split(log)
    for moment, part in zip(parts[::2], parts[1::2], strict=True):
        fields = part.lstrip(b"\0\n").split(b"\0")
        yield int(moment), list(_changes([field.decode("utf-8", "surrogateescape") for field in fields]))


def _changes(fields: list[str]) -> Iterator[tuple[str, str, str]]:
    position = 0
    while position < len(fields):
        status = fields[position][:1]
        if status in ("R", "C") and position + 2 < len(fields):
            yield status, fields[position + 1], fields[position + 2]
            position += 3
        elif status and position + 1 < len(fields):
            yield status, fields[position + 1], fields[position + 1]
            position += 2
        else:
            position += 1


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
