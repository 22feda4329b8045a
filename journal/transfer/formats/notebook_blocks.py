"""A notebook as lines of Markdown, and the cell that each line comes from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from journal.text.frontmatter import BadFrontMatter, FrontMatter, read_front_matter
from journal.text.pictures import ATTACHMENTS

from .cells import Cell, attached_images, code_block
from .markdown import read_lines
from .metadata import read_values
from .outputs import output_images
from .reading import Unreadable, split_lines, written
from .titles import Heading, find_title, headings, prose_in, span_of

_NUMBERED = re.compile(r"\d+[.):]")


@dataclass(slots=True)
class Blocks:
    """The notebook as lines of Markdown, and which cell each line comes from."""

    name: str = ""  # the file's
    title_cell: int | None = None
    heading: Heading | None = None  # in the lines of that cell
    cut: tuple[int, int] = (0, 0)  # the lines of that cell that are not shown: the title with blank lines around it
    lines: list[str] = field(default_factory=list)
    owners: list[int | None] = field(default_factory=list)  # None for the blank lines between cells
    images: dict[str, bytes] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)  # of the headings of all cells
    may_be_titled: bool = True  # whether nothing but badges and the like has been found so far
    front: FrontMatter = field(default_factory=lambda: FrontMatter({}))  # the first cell, as Quarto has it

    @property
    def title(self) -> str:
        return self.heading.words if self.heading else ""

    @property
    def has_front_cell(self) -> bool:
        """Whether the first cell states facts and nothing else: it is not shown then."""
        return bool(self.front.block) and not self.front.text.strip()

    @classmethod
    def of(cls, cells: Sequence[Cell], name: str) -> "Blocks":
        blocks = cls(name)
        for cell in cells:
            if cell.kind == "markdown":
                blocks.levels += [heading.level for heading in headings(_marked(cell))]
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
        self.may_be_titled = self.may_be_titled and not cell.outputs
        for output in cell.outputs:
            self.images |= output_images(output)
        code, following = code_block(cell)
        return code + following

    def _markdown(self, index: int, cell: Cell) -> list[str]:
        lines = shown_lines(cell, self.images)
        if self.may_be_titled:
            self._find_title(index, lines)
        if self.title_cell == index:
            lines = lines[: self.cut[0]] + lines[self.cut[1] :]
        start, end = written(lines)
        return lines[start:end]

    def _find_title(self, index: int, lines: list[str]) -> None:
        found = find_title(lines, self.name, read_values(self.front.values).title, self.levels)
        self.may_be_titled = not prose_in(lines)
        is_numbered = self.levels.count(1) > 1
        if found is None or not found.is_alone or (is_numbered and _NUMBERED.match(found.words)):
            return
        self.heading, self.title_cell, self.cut, self.may_be_titled = found, index, span_of(lines, found), False


def _marked(cell: Cell) -> list[str]:
    """The lines of a Markdown cell, a heading cell of the old formats with its mark."""
    mark = "#" * cell.level + " " if cell.level else ""
    return [mark + line for line in split_lines(cell.source)]


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
    lines = read_lines(_marked(cell), images)
    for name in sorted(attached, key=len, reverse=True):
        for spelling in {quote(name), name}:
            lines = [line.replace(f"attachment:{spelling}", ATTACHMENTS + attached[name][0]) for line in lines]
    return lines
