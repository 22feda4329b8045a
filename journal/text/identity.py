"""Which old snippet a new one is, after an edit: by name, else by code, else by place."""

from collections.abc import Sequence
from typing import Protocol


class Identified(Protocol):
    name: str
    language: str
    code: str


def match(old: Sequence[Identified], new: Sequence[Identified]) -> list[int | None]:
    """For each new snippet the index of the old one that it continues, or None. No old one twice.

    Named snippets are only matched by name when the name existed before. "Place" means: right
    after (or right before) a neighbour that is already matched, in the same language.
    """
    found: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))

    def take(position: int, candidate: int | None) -> None:
        if candidate is not None and candidate in free:
            found[position] = candidate
            del free[candidate]

    for position, snippet in enumerate(new):
        if snippet.name:
            take(position, next((index for index in free if old[index].name == snippet.name), None))
    for position, snippet in enumerate(new):
        if found[position] is None:
            take(position, next((index for index in free if _same_code(old[index], snippet)), None))
    for step in (1, -1):
        order = range(len(new)) if step == 1 else range(len(new) - 1, -1, -1)
        for position in order:
            if found[position] is None:
                take(position, _neighbour(old, new, found, position, step))
    return found


def _same_code(old: Identified, new: Identified) -> bool:
    return old.code == new.code and old.language == new.language and not (old.name and new.name)


def _neighbour(
    old: Sequence[Identified], new: Sequence[Identified], found: list[int | None], position: int, step: int
) -> int | None:
    """The old snippet beside the one that the neighbour of `position` was matched with."""
    beside = position - step
    if 0 <= beside < len(new):
        anchor = found[beside]
    else:
        anchor = -1 if step == 1 else len(old)
    candidate = None if anchor is None else anchor + step
    if candidate is None or not 0 <= candidate < len(old):
        return None
    same = old[candidate].language == new[position].language
    renamed = bool(old[candidate].name) and bool(new[position].name)
    return candidate if same and not renamed else None
