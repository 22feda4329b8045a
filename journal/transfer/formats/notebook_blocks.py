"""A notebook as lines of Markdown, and the cell that each line comes from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from journal.text.frontmatter import BadFrontMatter, FrontMatter, read_front_matter
from journal.text.pictures import ATTACHMENTS

from .cells import Cell, attached_images, code_block, output_images
from .markdown import plain_title, read_lines
from .metadata import read_values
from .reading import MAX_TITLE, Unreadable, split_lines, written

_HEADING = re.compile(r"^ {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_NUMBERED = re.compile(r"\d+[.):]")


@dataclass(slots=True)
class Blocks:
    """The notebook as lines of Markdown, and which cell each line comes from."""

    title: str = ""
    title_cell: int | None = None
    lines: list[str] = field(default_factory=list)
    owners: list[int | None] = field(default_factory=list)  # None for the blank lines between cells
    images: dict[str, bytes] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)  # cell: how many lines of its source are above its block
    is_numbered: bool = False  # "# 1. …", "# 2. …": none of these is the title
    front: FrontMatter = field(default_factory=lambda: FrontMatter({}))  # the first cell, as Quarto has it

    @property
    def has_front_cell(self) -> bool:
        """Whether the first cell states facts and nothing else: it is not shown then."""
        return bool(self.front.block) and not self.front.text.strip()

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> "Blocks":
        headings = [line for cell in cells if cell.kind == "markdown" for line in split_lines(cell.source)]
        blocks = cls(is_numbered=sum(bool(_HEADING.match(line.strip("\r\n"))) for line in headings) > 1)
        blocks.front = _front_of(cells)
        for index, cell in enumerate(cells):
            if index == 0 and blocks.has_front_cell:
                continue
            block = blocks._markdown(index, cell) if cell.kind == "markdown" else blocks._code(cell)
            if block and blocks.lines:
                blocks._add([""], None)
            if block:
                blocks._add(block, index)
        return blocks

    def lines_of(self, index: int) -> list[str]:
        """The lines that come from a cell."""
        return [line for line, owner in zip(self.lines, self.owners, strict=True) if owner == index]

    def _add(self, lines: list[str], owner: int | None) -> None:
        self.lines += lines
        self.owners += [owner] * len(lines)

    def _code(self, cell: Cell) -> list[str]:
        if not cell.source.strip():
            return []
        for output in cell.outputs:
            self.images |= output_images(output)
        code, following = code_block(cell)
        return code + following

    def _markdown(self, index: int, cell: Cell) -> list[str]:
        lines = shown_lines(cell, self.images)
        if not self.lines and self.title_cell is None and lines:
            lines = self._without_title(index, lines)
        start, end = written(lines)
        self.heads[index] = self.heads.get(index, 0) + start
        return lines[start:end]

    def _without_title(self, index: int, lines: list[str]) -> list[str]:
        start, _ = written(lines)
        match = _HEADING.match(lines[start]) if start < len(lines) else None
        title = plain_title(match[1]) if match else ""
        if not title or len(title) > MAX_TITLE or (self.is_numbered and _NUMBERED.match(title)):
            return lines
        if read_values(self.front.values).title not in ("", title):
            return lines
        self.title, self.title_cell = title, index
        self.heads[index] = start + 1
        return lines[start + 1 :]


def _front_of(cells: Sequence[Cell]) -> FrontMatter:
    """What the first cell states. Raises Unreadable."""
    nothing = FrontMatter({})
    if not cells or cells[0].kind == "code":
        return nothing
    try:
        front = read_front_matter(cells[0].source)
    except BadFrontMatter as error:
        raise Unreadable(f"the first cell: {error}") from None
    return front if front.values else nothing


def shown_lines(cell: Cell, images: dict[str, bytes]) -> list[str]:
    """The lines of a Markdown cell's source as they read in the entry, one to one."""
    attached = attached_images(cell)
    images |= dict(attached.values())
    mark = "#" * cell.level + " " if cell.level else ""
    lines = [mark + line for line in read_lines(split_lines(cell.source), images)]
    for name in sorted(attached, key=len, reverse=True):
        for spelling in {quote(name), name}:
            lines = [line.replace(f"attachment:{spelling}", ATTACHMENTS + attached[name][0]) for line in lines]
    return lines
