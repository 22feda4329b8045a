"""Jupyter notebooks: each one entry, and back into its cells.

Markdown cells become text, code cells fences, their outputs `output` fences and images. On the way
back the text is compared with what the file reads as: a cell none of whose lines changed keeps its
bytes; of a changed cell, only the source (and the outputs, if those were edited) is written anew.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from journal.text.fences import find_fences
from journal.text.merge import matches
from journal.text.pictures import ATTACHMENTS

from .cells import Cell, attached_images, cells_of, code_block, dropped, load, output_images
from .markdown import escape_title, plain_title, read_line, with_images
from .metadata import Values
from .notebook_file import NotebookFile
from .reading import Reading, Text, decode, encode, patch_lines, split_lines, written

MAX_TITLE = 200  # characters

_HEADING = re.compile(r"^ {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_NUMBERED = re.compile(r"\d+[.):]")
_ATTACHED = re.compile(r"attachment:([^\s()\"'<>]+)")


def read(data: bytes, name: str, encoding: str = "utf-8") -> Reading:
    """What a notebook says. Raises Unreadable."""
    cells = cells_of(load(decode(data, encoding).removeprefix("\ufeff")))
    blocks = Blocks.of(cells)
    missing = sorted({what for cell in cells for output in cell.outputs if (what := dropped(output))})
    problems = tuple(f"an output of type {what} has no twin in text" for what in missing)
    return Reading(blocks.title, "\n".join(blocks.lines), Values(), blocks.images, problems)


def write(data: bytes, name: str, before: Text, after: Text, encoding: str = "utf-8") -> bytes:
    """The notebook with the cells that changed from `before` to `after`. Raises Unwritable."""
    source = decode(data, encoding)
    file = NotebookFile(source)
    cells = cells_of(load(source.removeprefix("\ufeff")))
    blocks = Blocks.of(cells)
    if after.body != "\n".join(blocks.lines):
        _write_cells(file, cells, blocks, after.body)
    if after.title != before.title:
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

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> "Blocks":
        headings = [line for cell in cells if cell.kind == "markdown" for line in split_lines(cell.source)]
        blocks = cls(is_numbered=sum(bool(_HEADING.match(line.strip("\r\n"))) for line in headings) > 1)
        for index, cell in enumerate(cells):
            block = blocks._markdown(index, cell) if cell.kind == "markdown" else blocks._code(cell)
            if block:
                blocks._add([""] if blocks.lines else [], None)
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
        self.title, self.title_cell = title, index
        self.heads[index] = start + 1
        return lines[start + 1 :]


@dataclass(slots=True)
class Piece:
    """A run of the new text that makes one cell. `cell` is the old one's index; None for a new one."""

    cell: int | None
    lines: list[str]
    following: list[str] = field(default_factory=list)  # below the code: its output fence and images
    is_code: bool = False
    known: int = 0  # how many of its lines are the old cell's


def shown_lines(cell: Cell, images: dict[str, bytes]) -> list[str]:
    """The lines of a Markdown cell's source as they read in the entry, one to one."""
    attached = attached_images(cell)
    images |= dict(attached.values())
    mark = "#" * cell.level + " " if cell.level else ""

    def named(match: re.Match[str]) -> str:
        found = attached.get(match[1])
        return ATTACHMENTS + found[0] if found else match[0]

    return [_ATTACHED.sub(named, mark + read_line(line, images)) for line in split_lines(cell.source)]


def pieces(blocks: Blocks, cells: Sequence[Cell], body: str) -> list[Piece]:
    """The new text cut into cells, each with the old cell that it continues."""
    lines = body.split("\n") if body else []
    owners: list[int | None] = [None] * len(lines)
    for old, new, size in matches(blocks.lines, lines):
        owners[new : new + size] = blocks.owners[old : old + size]
    found: list[Piece] = []
    position = 0
    for start, end, info in _code_fences(lines, owners, cells):
        found += _text_pieces(lines[position:start], owners[position:start], cells)
        position = _following_end(lines, owners, end, info)
        inner = owners[start + 1 : end - 1]
        owner = _majority(inner, cells, code=True)
        owner = _majority(owners[start:end], cells, code=True) if owner is None else owner
        found.append(Piece(owner, lines[start:end], lines[end:position], is_code=True, known=inner.count(owner)))
    found += _text_pieces(lines[position:], owners[position:], cells)
    return _adopted(found, blocks, cells)


def _code_fences(lines: list[str], owners: list[int | None], cells: Sequence[Cell]) -> Iterator[tuple[int, int, str]]:
    """(start, end, language) of each fence that is a code cell: it was one, or is new and in a cell's language."""
    languages = {cell.language for cell in cells if cell.kind == "code"} or {"python"}
    for fence in find_fences(lines):
        kinds = {cells[owner].kind for owner in owners[fence.start : fence.end] if owner is not None}
        is_new_code = not kinds and fence.info.language in languages
        is_old_code = bool(kinds) and "markdown" not in kinds and fence.info.language != "output"
        if not fence.indent and (is_new_code or is_old_code):
            yield fence.start, fence.end, fence.info.language


def _following_end(lines: list[str], owners: list[int | None], end: int, language: str) -> int:
    """Where the output fence and the images below a code fence end."""
    fences = {fence.start: fence for fence in find_fences(lines[end:])}
    position = end
    while True:
        start = position
        while start < len(lines) and not lines[start].strip():
            start += 1
        fence = fences.get(start - end)
        if fence and fence.info.language == "output":
            position = end + fence.end
        elif start < len(lines) and lines[start].startswith(f"![output]({ATTACHMENTS}"):
            position = start + 1
        else:
            return position


def _text_pieces(lines: list[str], owners: list[int | None], cells: Sequence[Cell]) -> list[Piece]:
    """Text between code cells, cut where the old Markdown cells met. New lines go with the ones before them."""
    known = [owner for owner in owners if owner is not None and cells[owner].kind == "markdown"]
    current: int | None = known[0] if known else None
    found: list[Piece] = []
    for line, owner in zip(lines, owners, strict=True):
        if owner is not None and cells[owner].kind == "markdown":
            current = owner
        if not found or found[-1].cell != current:
            found.append(Piece(current, []))
        found[-1].lines.append(line)
        found[-1].known += owner == current
    for piece in found:
        start, end = written(piece.lines)
        piece.lines = piece.lines[start:end]
    return [piece for piece in found if piece.lines]


def _adopted(found: list[Piece], blocks: Blocks, cells: Sequence[Cell]) -> list[Piece]:
    """A piece all of whose lines are new continues the old cell in its place, if nothing else does."""
    shown = {owner for owner in blocks.owners if owner is not None}
    claimed: set[int] = set()
    for piece in sorted(found, key=lambda piece: -piece.known):
        if piece.cell in claimed:
            piece.cell = None
        if piece.cell is not None:
            claimed.add(piece.cell)
    last = -1
    for place, piece in enumerate(found):
        if piece.cell is None:
            limit = next((later.cell for later in found[place:] if later.cell is not None), len(cells))
            free = (i for i in range(last + 1, limit) if i in shown and i not in claimed)
            piece.cell = next((i for i in free if (cells[i].kind != "markdown") == piece.is_code), None)
            claimed |= {piece.cell} if piece.cell is not None else set()
        last = max(last, piece.cell if piece.cell is not None else last)
    return found


def _write_cells(file: NotebookFile, cells: Sequence[Cell], blocks: Blocks, body: str) -> None:
    shown = {owner for owner in blocks.owners if owner is not None}
    old = {index: _block(blocks, index) for index in shown}
    order: list[int | str] = []
    kept = set()
    for piece in pieces(blocks, cells, body):
        if piece.cell is None:
            kind = "code" if piece.is_code else "markdown"
            order.append(file.new_cell(kind, "\n".join(piece.lines[1:-1] if piece.is_code else piece.lines)))
            continue
        kept.add(piece.cell)
        order.append(piece.cell)
        if old[piece.cell] != [*piece.lines, *piece.following]:
            _write_cell(file, cells[piece.cell], piece, blocks.heads.get(piece.cell, 0))
    file.arrange(order, set(range(len(cells))) - (shown - kept))


def _write_cell(file: NotebookFile, cell: Cell, piece: Piece, head: int) -> None:
    assert piece.cell is not None
    raw = split_lines(cell.source)
    if piece.is_code:
        code, following = code_block(cell)
        new = piece.lines[1:-1]
        if new != code[1:-1]:
            lines = [line.rstrip("\r\n") for line in raw] or [""]
            if raw and raw[-1].endswith(("\n", "\r")):
                lines, raw = [*lines, ""], [*raw, ""]
            file.set_source(piece.cell, "".join(patch_lines(raw, lines, new, "\n")))
        if piece.following != following:
            _write_outputs(file, cell, piece)
        return
    inside: dict[str, bytes] = {}
    shown = shown_lines(cell, inside)
    start, end = written(shown[head:])
    start, end = start + head, end + head
    patched = patch_lines(raw[start:end], shown[start:end], piece.lines, "\n", _Restore(cell, inside, raw))
    file.set_source(piece.cell, "".join([*raw[:start], *patched, *raw[end:]]))


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


def _write_outputs(file: NotebookFile, cell: Cell, piece: Piece) -> None:
    """The outputs as they were edited: words become one stream, an image stays if its line does."""
    assert piece.cell is not None
    fences = find_fences(piece.following)
    words = "".join(fence.code + "\n" for fence in fences if fence.info.language == "output")
    kept = [
        output
        for output in cell.outputs
        if (names := output_images(output)) and any(name in line for line in piece.following for name in names)
    ]
    stream = {"name": "stdout", "output_type": "stream", "text": split_lines(words)}
    file.set_outputs(piece.cell, [*([stream] if words else []), *kept])


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


def _majority(owners: list[int | None], cells: Sequence[Cell], *, code: bool) -> int | None:
    counted = [owner for owner in owners if owner is not None and (cells[owner].kind != "markdown") == code]
    return max(set(counted), key=counted.count) if counted else None
