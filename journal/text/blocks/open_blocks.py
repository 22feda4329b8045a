"""The blocks that are open at a line, and what may be done with them: what every start works on."""

import re
from itertools import pairwise
from typing import NamedTuple

from . import definitions, nodes
from .definitions import Target
from .line import Line
from .nodes import Block

MAX_DEPTH = 60  # open blocks; a mark that would nest deeper is text

_MARGIN = re.compile(r"[ \t>]*")


class FormulaEnd(NamedTuple):
    line: int
    is_last: bool  # nothing stands behind it


class OpenBlocks:
    """`container` is the innermost block that goes on with the line, `tip` the innermost open one."""

    def __init__(self, lines: list[str]) -> None:
        self.references: dict[str, Target] = {}
        self.abbreviations: dict[str, str] = {}
        self.footnotes: dict[str, nodes.Footnote] = {}
        self._lines = lines
        self._open: list[Block] = [Block(0, 0)]
        self._kept = 1  # so many open blocks stay open when another begins
        self._held = -1  # up to this line a formula goes on
        self._next_match: dict[str, int] = {}  # for a pattern, the next line that matches, as far as it is known
        self._not_before: dict[str, int] = {}  # for what closes a formula: the blank line up to which it is not there

    @property
    def tip(self) -> Block:
        return self._open[-1]

    @property
    def container(self) -> Block:
        return self._open[self._kept - 1]

    @property
    def is_deep(self) -> bool:
        return self._kept > MAX_DEPTH

    def add(self, block: Block) -> None:
        """Opens a block within the innermost one that goes on and can hold it."""
        parent = self.close_unmatched()
        while parent.holds_text or (parent.kind == "list" and block.kind != "item"):
            self.close()
            parent = self.tip
        parent.children.append(block)
        self._open.append(block)
        self._kept = len(self._open)

    def add_whole(self, block: Block) -> None:
        """Adds a block of one line."""
        self.add(block)
        self.close()

    def close(self) -> None:
        self._close_to(len(self._open) - 1)
        self._kept = len(self._open)

    def close_unmatched(self) -> Block:
        """The innermost block that goes on, after all others are closed."""
        self._close_to(self._kept)
        return self.tip

    def replace_container(self, block: Block) -> None:
        """Puts a block in the place of the innermost one, which nobody shall see any more."""
        self._open[-2].children[-1] = block
        self._open[-1] = block

    def hold(self, last: int) -> None:
        self._held = last

    def comes_below(self, pattern: re.Pattern[str], line: Line) -> bool:
        """Whether one of the lines below matches. No line is looked at twice."""
        known = self._next_match.get(pattern.pattern, 0)
        if known <= line.number:
            below = range(line.number + 1, len(self._lines))
            known = next((number for number in below if pattern.search(self._lines[number])), len(self._lines))
            self._next_match[pattern.pattern] = known
        return known < len(self._lines)

    def end_of_formula(self, closing: str, line: Line, opened: int) -> FormulaEnd | None:
        """Where a formula is closed, before the next blank line and within its containers."""
        if closing in line.content[opened:]:
            return FormulaEnd(line.number, _ends_with_first(closing, line.content, opened))
        if self._not_before.get(closing, -1) > line.number:
            return None
        for number in range(line.number + 1, len(self._lines)):
            content = self._lines[number].strip(" \t>")
            if not content:
                self._not_before[closing] = number
                return None
            if not self._is_within(number, line):
                return None
            if closing in content:
                return FormulaEnd(number, _ends_with_first(closing, content, 0))
        self._not_before[closing] = len(self._lines)
        return None

    def _is_within(self, number: int, line: Line) -> bool:
        """Whether a line below stands in the containers that this one stands in."""
        margin = _margin(self._lines[number])
        quotes = sum(block.kind == "quote" for block in self._open[: self._kept])
        return margin.count(">") >= quotes if quotes else len(margin.expandtabs(4)) >= line.position

    def is_indented_below(self, line: Line, columns: int) -> bool:
        """Whether the next line with text begins behind so many columns."""
        for number in range(line.number + 1, len(self._lines)):
            margin = _margin(self._lines[number])
            if len(margin) < len(self._lines[number]):
                return len(margin.expandtabs(4)) >= columns
        return False

    def make_terms(self) -> bool:
        """Makes terms of the paragraph above a meaning. False where neither that nor another meaning is above."""
        if self.container.kind == "paragraph":
            self._close_to(self._kept - 1)
            self._kept = len(self._open)
        siblings = self.container.children
        if not siblings or siblings[-1].kind not in ("paragraph", "meaning"):
            return False
        paragraph = siblings[-1]
        if paragraph.kind == "paragraph":
            siblings[-1] = nodes.Terms(paragraph.start, paragraph.end, lines=paragraph.lines)
        return True

    def take_definitions(self, paragraph: Block) -> None:
        """Takes link definitions from the head of a paragraph; none of its lines may be left."""
        if not paragraph.text.startswith("["):
            return
        text = definitions.take_definitions(paragraph.text, self.references)
        kept = text.split("\n") if text.strip() else []
        if kept:
            paragraph.start += len(paragraph.lines) - len(kept)
        paragraph.lines = kept

    # Closing

    def _close_to(self, depth: int) -> None:
        """Closes the innermost blocks until `depth` are open."""
        while len(self._open) > depth:
            block = self._open.pop()
            parent = self._open[-1] if self._open else block
            self._finish(block, parent)
            parent.end = max(parent.end, block.end)

    def _finish(self, block: Block, parent: Block) -> None:
        if isinstance(block, nodes.Paragraph):
            self.take_definitions(block)
            if not block.lines:
                parent.children[-1] = nodes.LinkDefinitions(block.start, block.end)
        elif isinstance(block, nodes.Code):
            while block.lines and not block.lines[-1].strip():
                block.lines.pop()
            block.end = block.start + len(block.lines)
        elif isinstance(block, nodes.List):
            parts = [block.children, *(item.children for item in block.children)]
            block.is_loose = any(_are_apart(part) for part in parts)


def _margin(raw: str) -> str:
    match = _MARGIN.match(raw)
    return match[0] if match else ""


def _ends_with_first(closing: str, content: str, opened: int) -> bool:
    return content.find(closing, opened) == len(content) - len(closing)


def _are_apart(blocks: list[Block]) -> bool:
    """Whether there is a blank line between two of the blocks."""
    return any(block.start > former.end for former, block in pairwise(blocks))
