"""How far a text has been read, and what it gave so far: what every mark works on."""

import re
from bisect import bisect_left
from typing import NamedTuple

from .context import Context

TICKS = re.compile(r"`+")


class Bracket(NamedTuple):
    """An opening bracket: where its text begins, and where in the rows of parts and runs it stands."""

    position: int
    part: int
    run: int
    is_image: bool


class Memory:
    """What is known of a text's ends: each is searched for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ticks: dict[int, list[int]] | None = None  # for each length, where such runs of backticks stand
        self._missing: set[str] = set()

    def ticks_after(self, position: int, length: int) -> int | None:
        """Where the next run of so many backticks stands."""
        if self._ticks is None:
            self._ticks = {}
            for run in reversed(list(TICKS.finditer(self._text))):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        places = self._ticks.get(length, [])
        while places and places[-1] < position:
            places.pop()
        return places[-1] if places else None

    def end_of(self, pattern: re.Pattern[str], position: int) -> int | None:
        """Where the next match ends."""
        if pattern.pattern in self._missing:
            return None
        match = pattern.search(self._text, position)
        if match is None:
            self._missing.add(pattern.pattern)
        return match.end() if match else None


class Scan:
    """A text, the position in it, and the parts so far; `brackets` are those that are still open."""

    def __init__(self, text: str, context: Context, line: int) -> None:
        self.source = text
        self.position = 0
        self.context = context
        self.parts: list = []
        self.brackets: list[Bracket] = []
        self.memory = Memory(text)
        self._first_line = line
        self._newlines: list[int] | None = None

    @property
    def before(self) -> str:
        """The character before the position; nothing at the beginning."""
        return self.source[self.position - 1 : self.position]

    @property
    def is_in_brackets(self) -> bool:
        return bool(self.brackets)

    def take(self, size: int) -> bool:
        """Takes so many characters as text."""
        self.parts.append(self.source[self.position : self.position + size])
        self.position += size
        return True

    def put(self, part: object, end: int) -> bool:
        self.parts.append(part)
        self.position = end
        return True

    def line_at(self, position: int) -> int:
        if self._newlines is None:
            self._newlines = [match.start() for match in re.finditer("\n", self.source)]
        return self._first_line + bisect_left(self._newlines, position)
