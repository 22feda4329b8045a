"""Which old snippet a new one is, after an edit: by name, else by code, else by place."""

from collections.abc import Callable, Sequence
from typing import Protocol


class Identified(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def code(self) -> str: ...


def match(old: Sequence[Identified], new: Sequence[Identified]) -> list[int | None]:
    """For each new snippet the index of the old one that it continues, or None. No old one twice.

    A name that existed before decides alone. "Place" means: right after (or right before) a
    neighbour that is already matched, in the same language.
    """
    matching = _Matching(old, new)
    matching.each(lambda snippet, candidate: bool(snippet.name) and snippet.name == candidate.name)
    matching.each(_same_code)
    matching.by_place(1)
    matching.by_place(-1)
    return matching.found


class _Matching:
    def __init__(self, old: Sequence[Identified], new: Sequence[Identified]) -> None:
        self.old = old
        self.new = new
        self.found: list[int | None] = [None] * len(new)
        self.free = dict.fromkeys(range(len(old)))

    def each(self, fits: Callable[[Identified, Identified], bool]) -> None:
        """Give every new snippet without a match the first free old one that fits."""
        for position, snippet in enumerate(self.new):
            if self.found[position] is None:
                self._take(position, next((index for index in self.free if fits(snippet, self.old[index])), None))

    def by_place(self, step: int) -> None:
        positions = range(len(self.new))
        for position in positions if step == 1 else reversed(positions):
            if self.found[position] is None:
                self._take(position, self._beside(position, step))

    def _take(self, position: int, index: int | None) -> None:
        if index is not None and index in self.free:
            self.found[position] = index
            del self.free[index]

    def _beside(self, position: int, step: int) -> int | None:
        """The old snippet next to the one that this one's neighbour was matched with."""
        neighbour = position - step
        ends = -1 if step == 1 else len(self.old)
        anchor = self.found[neighbour] if 0 <= neighbour < len(self.new) else ends
        index = None if anchor is None else anchor + step
        if index is None or not 0 <= index < len(self.old):
            return None
        old, new = self.old[index], self.new[position]
        return index if old.language == new.language and not (old.name and new.name) else None


def _same_code(new: Identified, old: Identified) -> bool:
    return old.code == new.code and old.language == new.language and not (old.name and new.name)
