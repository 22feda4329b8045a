"""Jupyter notebooks: each one entry, and back into its cells.

Markdown cells become text, code cells fences, their outputs `output` fences and images. On the way
back the text is compared with what the file reads as: a cell none of whose lines changed keeps its
bytes; of a changed cell, only the source (and the outputs, if those were edited) is written anew.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from journal.text.fences import Fence, find_fences
from journal.text.frontmatter import BadFrontMatter, FrontMatter, read_front_matter
from journal.text.merge import matches
from journal.text.pictures import ATTACHMENTS

from .cells import Cell, attached_images, cells_of, code_block, dropped, load, output_images
from .front_edits import edited_front
from .markdown import escape_title, plain_title, read_lines, with_images
from .metadata import read_values
from .notebook_file import NotebookFile
from .reading import MAX_TITLE, Reading, Text, Unreadable, decode, encode, patch_lines, split_lines, written

_HEADING = re.compile(r"^ {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_NUMBERED = re.compile(r"\d+[.):]")


def read(data: bytes, name: str, encoding: str = "utf-8") -> Reading:
    """The Reading of a notebook. Raises Unreadable."""
    cells = cells_of(load(decode(data, encoding).removeprefix("\ufeff")))
    blocks = Blocks.of(cells)
    values = read_values(blocks.front.values)
    missing = sorted({what for cell in cells for output in cell.outputs if (what := dropped(output))})
    problems = tuple(f"an output of type {what} has no twin in text" for what in missing)
    title = values.title[:MAX_TITLE] or blocks.title
    return Reading(title, "\n".join(blocks.lines), values, blocks.images, values.problems + problems)


def write(data: bytes, name: str, before: Text, after: Text, encoding: str = "utf-8") -> bytes:
    """The notebook with the cells that changed from `before` to `after`. Raises Unwritable."""
    source = decode(data, encoding)
    file = NotebookFile(source)
    cells = cells_of(load(source.removeprefix("\ufeff")))
    blocks = Blocks.of(cells)
    if after.body != "\n".join(blocks.lines):
        _write_cells(file, cells, blocks, after.body)
    if blocks.has_front_cell:
        front = edited_front(blocks.front, before, after, without_heading=blocks.title_cell is None)
        if front != blocks.front.block:
            file.set_source(0, front + blocks.front.text)
    if after.title != before.title and (blocks.title_cell is not None or not blocks.has_front_cell):
        _write_title(file, cells, blocks, after.title)
    return encode(file.text(), data, encoding)


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


@dataclass(slots=True)
class Stretch:
    """A run of the new text that makes one cell. `cell` is the old one's index; None for a new one."""

    cell: int | None
    lines: list[str]  # of code, without its fence
    following: list[str] = field(default_factory=list)  # below the code: its output fence and images
    is_code: bool = False
    known: int = 0  # how many of its lines are the old cell's


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


def stretches(blocks: Blocks, cells: Sequence[Cell], body: str) -> list[Stretch]:
    """The new text cut into cells, each with the old cell that it continues."""
    lines = body.split("\n") if body else []
    owners: list[int | None] = [None] * len(lines)
    for old, new, size in matches(blocks.lines, lines):
        owners[new : new + size] = blocks.owners[old : old + size]
    found: list[Stretch] = []
    position = 0
    fences = find_fences(lines)
    for fence in _code_fences(fences, owners, cells):
        found += _text_stretches(lines[position : fence.start], owners[position : fence.start], cells)
        position = _following_end(lines, fences, fence.end)
        inside = slice(fence.start + 1, fence.end - fence.is_closed)
        owner = _majority(owners[inside], cells)
        owner = _majority(owners[fence.start : fence.end], cells) if owner is None else owner
        known = owners[inside].count(owner)
        found.append(Stretch(owner, lines[inside], lines[fence.end : position], is_code=True, known=known))
    found += _text_stretches(lines[position:], owners[position:], cells)
    return _adopted(found, blocks, cells)


def _code_fences(fences: list[Fence], owners: list[int | None], cells: Sequence[Cell]) -> Iterator[Fence]:
    """Each fence that is a code cell: it was one, or is new and in a cell's language."""
    languages = {cell.language for cell in cells if cell.kind == "code"} or {"python"}
    for fence in fences:
        kinds = {cells[owner].kind for owner in owners[fence.start : fence.end] if owner is not None}
        is_new_code = not kinds and fence.info.language in languages
        is_old_code = bool(kinds) and "markdown" not in kinds and fence.info.language != "output"
        if not fence.indent and (is_new_code or is_old_code):
            yield fence


def _following_end(lines: list[str], fences: list[Fence], end: int) -> int:
    """Where the output fence and the images below a code fence end."""
    outputs = {fence.start: fence.end for fence in fences if fence.info.language == "output"}
    position = end
    while True:
        start = position
        while start < len(lines) and not lines[start].strip():
            start += 1
        if start in outputs:
            position = outputs[start]
        elif start < len(lines) and lines[start].startswith(f"![output]({ATTACHMENTS}"):
            position = start + 1
        else:
            return position


def _text_stretches(lines: list[str], owners: list[int | None], cells: Sequence[Cell]) -> list[Stretch]:
    """Text between code cells, cut where the old Markdown cells met. New lines go with the ones before them."""
    known = (owner for owner in owners if owner is not None)
    current = next((owner for owner in known if cells[owner].kind == "markdown"), None)
    found: list[Stretch] = []
    for line, owner in zip(lines, owners, strict=True):
        if owner is not None and cells[owner].kind == "markdown":
            current = owner
        if not found or found[-1].cell != current:
            found.append(Stretch(current, []))
        found[-1].lines.append(line)
        found[-1].known += owner == current
    for stretch in found:
        start, end = written(stretch.lines)
        stretch.lines = stretch.lines[start:end]
    return [stretch for stretch in found if stretch.lines]


def _adopted(found: list[Stretch], blocks: Blocks, cells: Sequence[Cell]) -> list[Stretch]:
    """Each stretch with its old cell: the one that most of its lines are from, or that says the same elsewhere, or,
    where all is new, the one in its place."""
    shown = {owner for owner in blocks.owners if owner is not None}
    claimed: set[int] = set()
    for stretch in sorted(found, key=lambda stretch: -stretch.known):
        if stretch.cell in claimed:
            stretch.cell = None
        claimed |= {stretch.cell} if stretch.cell is not None else set()
    moved = {index: _said(blocks, cells, index) for index in shown - claimed}
    for stretch in found:
        if stretch.cell is None:
            stretch.cell = next((i for i, lines in moved.items() if lines == stretch.lines and i not in claimed), None)
            claimed |= {stretch.cell} if stretch.cell is not None else set()
    last = -1
    for place, stretch in enumerate(found):
        if stretch.cell is None:
            limit = next((later.cell for later in found[place:] if later.cell is not None), len(cells))
            free = (i for i in range(last + 1, limit) if i in shown and i not in claimed)
            stretch.cell = next((i for i in free if (cells[i].kind != "markdown") == stretch.is_code), None)
            claimed |= {stretch.cell} if stretch.cell is not None else set()
        last = max(last, stretch.cell if stretch.cell is not None else last)
    return found


def _said(blocks: Blocks, cells: Sequence[Cell], index: int) -> list[str]:
    """The lines of a cell as a stretch has them: of code, without fence and output."""
    if cells[index].kind == "markdown":
        return _block(blocks, index)
    return code_block(cells[index])[0][1:-1]


def _write_cells(file: NotebookFile, cells: Sequence[Cell], blocks: Blocks, body: str) -> None:
    shown = {owner for owner in blocks.owners if owner is not None}
    order: list[int | str] = []
    for stretch in stretches(blocks, cells, body):
        if stretch.cell is not None:
            order.append(stretch.cell)
            _write_cell(file, cells[stretch.cell], stretch, blocks)
        elif stretch.is_code:
            order.append(file.new_cell("code", "\n".join(stretch.lines), _streams(stretch)))
        else:
            order.append(file.new_cell("markdown", "\n".join(stretch.lines)))
    kept = {cell for cell in order if isinstance(cell, int)}
    file.arrange(order, set(range(len(cells))) - (shown - kept))


def _write_cell(file: NotebookFile, cell: Cell, stretch: Stretch, blocks: Blocks) -> None:
    assert stretch.cell is not None
    raw = split_lines(cell.source)
    if not stretch.is_code:
        if stretch.lines != _block(blocks, stretch.cell):
            _write_text(file, cell, stretch, raw, blocks.heads.get(stretch.cell, 0))
        return
    code, following = code_block(cell)
    if stretch.lines != code[1:-1]:
        lines = [line.rstrip("\r\n") for line in raw] or [""]
        if raw and raw[-1].endswith(("\n", "\r")):
            lines, raw = [*lines, ""], [*raw, ""]
        file.set_source(stretch.cell, "".join(patch_lines(raw, lines, stretch.lines, "\n")))
    if _filled(stretch.following) != _filled(following):
        _write_outputs(file, cell, stretch)


def _write_text(file: NotebookFile, cell: Cell, stretch: Stretch, raw: list[str], head: int) -> None:
    assert stretch.cell is not None
    inside: dict[str, bytes] = {}
    shown = shown_lines(cell, inside)
    start, end = (head + place for place in written(shown[head:]))
    patched = patch_lines(raw[start:end], shown[start:end], stretch.lines, "\n", _Restore(cell, inside, raw))
    file.set_source(stretch.cell, "".join([*raw[:start], *patched, *raw[end:]]))


def _filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


class _Restore:
    """A changed line of a Markdown cell, in the cell's own terms."""

    def __init__(self, cell: Cell, inside: dict[str, bytes], raw: list[str]) -> None:
        self.mark = "#" * cell.level + " " if cell.level else ""
        self.names = {ATTACHMENTS + held[0]: f"attachment:{name}" for name, held in attached_images(cell).items()}
        self.inside, self.raw = inside, raw

    def __call__(self, line: str) -> str:
        for address, name in self.names.items():
            line = line.replace(address, name)
        return with_images(line.removeprefix(self.mark), self.inside, self.raw)


def _write_outputs(file: NotebookFile, cell: Cell, stretch: Stretch) -> None:
    """The outputs as they were edited: words become one stream, an image stays if its line does."""
    assert stretch.cell is not None
    below = "\n".join(stretch.following)
    kept = []
    for output in cell.outputs:
        if any(name in below for name in output_images(output)):
            kept.append(output)
    file.set_outputs(stretch.cell, _streams(stretch) + kept)


def _streams(stretch: Stretch) -> list[dict[str, Any]]:
    """The output fence below a stretch as what a cell printed."""
    fences = find_fences(stretch.following)
    words = "".join(fence.code + "\n" for fence in fences if fence.info.language == "output")
    return [{"name": "stdout", "output_type": "stream", "text": split_lines(words)}] if words else []


def _write_title(file: NotebookFile, cells: Sequence[Cell], blocks: Blocks, title: str) -> None:
    if blocks.title_cell is None:
        index = file.new_cell("markdown", f"# {escape_title(title)}")
        file.insert_first(index)
        return
    cell = cells[blocks.title_cell]
    raw = split_lines(file.source(blocks.title_cell))
    start, _ = written([line.strip("\r\n") for line in raw])
    line = raw[start]
    match = re.match(r"^( {0,3}#[ \t]+)?", line) if not cell.level else None
    mark = match[1] or "" if match else ""
    raw[start] = f"{mark}{escape_title(title)}{line[len(line.rstrip()) :]}"
    file.set_source(blocks.title_cell, "".join(raw))


def _block(blocks: Blocks, index: int) -> list[str]:
    return [line for line, owner in zip(blocks.lines, blocks.owners, strict=True) if owner == index]


def _majority(owners: list[int | None], cells: Sequence[Cell]) -> int | None:
    """The code cell that most of the lines are from."""
    counted = [owner for owner in owners if owner is not None and cells[owner].kind != "markdown"]
    return max(set(counted), key=counted.count) if counted else None
