"""Blocks by the strategy of the CommonMark specification (appendix): one pass over the lines.

For each line: which of the open blocks go on, which new ones begin, and then where the rest of the line belongs.
"""

from dataclasses import dataclass

from . import nodes
from .definitions import Target
from .html_kinds import COMMENT_END
from .line import Line
from .nodes import Block
from .open_blocks import OpenBlocks
from .starts import Began, begin


@dataclass(frozen=True, slots=True)
class Parsed:
    document: Block
    references: dict[str, Target]  # by label_key()
    abbreviations: dict[str, str]
    footnotes: dict[str, nodes.Footnote]  # by label, its case folded


def parse(source: str) -> Parsed:
    """The blocks of a text, whose lines end in LF or CR LF."""
    parser = Parser(source.replace("\r\n", "\n").split("\n"))
    return Parsed(parser.read(), parser.references, parser.abbreviations, parser.footnotes)


class Parser(OpenBlocks):
    """Reads the lines of a text."""

    def read(self) -> Block:
        for number, raw in enumerate(self._lines):
            self._read_line(Line(number, raw))
        self._close_to(1)
        return self._open[0]

    def _read_line(self, line: Line) -> None:
        if line.number <= self._held:
            self._read_held(line)
            return
        self._kept = self._continued(line)
        if isinstance(self.tip, nodes.Fence) and self.tip.is_closed:
            self.close()
            return
        began = self._begin_blocks(line)
        if began is Began.LINE:
            return
        if began is Began.NOTHING and self._is_lazy(line):
            self._add_line(line)
            return
        self._close_to(self._kept)
        self._add_text(line)

    def _continued(self, line: Line) -> int:
        for depth in range(1, len(self._open)):
            if not self._open[depth].goes_on(line):
                return depth
        return len(self._open)

    def _begin_blocks(self, line: Line) -> Began:
        """What began last, after as many blocks as begin on this line."""
        began = Began.NOTHING
        while not self.container.is_verbatim:
            latest = begin(self, line)
            if latest is Began.NOTHING:
                break
            began = latest
            if began is not Began.CONTAINER:
                break
        return began

    def _is_lazy(self, line: Line) -> bool:
        """Whether the line goes on with a paragraph without the marks of the containers around it."""
        left = self._open[self._kept :]
        if not left or self.tip.kind != "paragraph" or line.is_blank:
            return False
        return all(block.kind != "marked" for block in left)

    def _read_held(self, line: Line) -> None:
        """Nothing in a formula is the mark of a block."""
        for block in self._open[1:-1]:
            block.goes_on(line)
        self.tip.lines.append(line.content)
        self.tip.end = line.number + 1
        if line.number == self._held and self.tip.kind == "formula":
            self.close()

    def _add_text(self, line: Line) -> None:
        block = self.tip
        if block.is_verbatim:
            self._add_verbatim(block, line)
        elif not line.is_blank:
            if not block.holds_text:
                self.add(nodes.Paragraph(line.number, line.number + 1))
            self._add_line(line)

    def _add_line(self, line: Line) -> None:
        # White space at the end may be a hard break.
        self.tip.lines.append(line.verbatim().lstrip(" \t"))
        self.tip.end = line.number + 1

    def _add_verbatim(self, block: Block, line: Line) -> None:
        text = line.verbatim()
        if isinstance(block, nodes.Fence):
            text = text[min(block.indent, len(text) - len(text.lstrip(" "))) :]
        block.lines.append(text)
        block.end = line.number + 1
        if isinstance(block, nodes.Html):
            self._follow_comments(block, line)
            if block.closing and block.closing.search(line.rest) and not block.is_in_comment:
                block.is_closed = True
                self.close()
        elif block.kind == "formula" and line.number == self._held:
            self.close()

    def _follow_comments(self, block: nodes.Html, line: Line) -> None:
        """Whether a comment that is closed further below is open at the end of the line."""
        rest, position = line.rest, 0
        while position >= 0:
            mark = "-->" if block.is_in_comment else "<!--"
            position = rest.find(mark, position)
            if position >= 0:
                position += len(mark)
                block.is_in_comment = mark == "<!--"
        if block.is_in_comment and not self.comes_below(COMMENT_END, line):
            block.is_in_comment = False
