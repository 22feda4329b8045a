"""One line while it is read: which column comes next."""

import re

# What may stand before a block's text: a tab in here counts by columns, a tab further on is a character.
_HEAD = re.compile(r"[ \t>*+\-0-9.):]*")


class Line:
    """A line with tabs in its head expanded to columns of four; `position` is where it has been read to."""

    __slots__ = ("number", "position", "raw", "text")

    def __init__(self, number: int, raw: str) -> None:
        self.number = number  # 0-based
        self.raw = raw
        self.text = _expanded(raw) if "\t" in raw else raw
        self.position = 0

    @property
    def rest(self) -> str:
        return self.text[self.position :]

    @property
    def content(self) -> str:
        return self.text[self.position :].strip(" \t")

    @property
    def indent(self) -> int:
        rest = self.rest
        return len(rest) - len(rest.lstrip(" "))

    @property
    def is_blank(self) -> bool:
        return not self.content

    def skip(self, columns: int) -> None:
        self.position += columns

    def skip_all(self) -> None:
        self.position = len(self.text)

    def skip_indent(self, columns: int) -> bool:
        """Step over an indent of so many columns; a blank line may have less. False if the line is another's."""
        if self.indent >= columns:
            self.skip(columns)
        elif self.is_blank:
            self.skip_all()
        else:
            return False
        return True

    def skip_quote_mark(self) -> None:
        """Step over the `>` that comes next, and over one space behind it."""
        self.skip(self.indent + 1)
        if self.text.startswith(" ", self.position):
            self.skip(1)

    def verbatim(self) -> str:
        """The rest with its tabs as they were written; a tab that a container has cut into gives spaces."""
        if "\t" not in self.raw:
            return self.rest
        column = 0
        for index, character in enumerate(self.raw):
            if column >= self.position:
                return " " * (column - self.position) + self.raw[index:]
            column = column - column % 4 + 4 if character == "\t" else column + 1
        return " " * max(0, column - self.position)


def _expanded(raw: str) -> str:
    head = _HEAD.match(raw)
    end = head.end() if head else 0
    return raw[:end].expandtabs(4) + raw[end:]
