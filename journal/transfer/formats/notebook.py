"""Jupyter notebooks: each one entry, and back into its cells.

Markdown cells become text, code cells fences, their outputs `output` fences and images. On the way
back the text is compared with what the file reads as: a cell none of whose lines changed keeps its
bytes; of a changed cell, only the source (and the outputs, if those were edited) is written anew.
"""

from collections.abc import Sequence
from typing import Any

from journal.text.fences import find_fences
from journal.text.pictures import ATTACHMENTS

from .cells import Cell, attached_images, cells_of, code_block, load
from .front_edits import edited_front
from .markdown import place_in, with_images
from .metadata import read_values
from .notebook_blocks import Blocks, shown_lines
from .notebook_file import NotebookFile
from .notebook_stretches import Stretch, stretches
from .outputs import dropped, shown
from .reading import (
    MAX_TITLE,
    Reading,
    Text,
    Unwritable,
    decode,
    encode,
    ending,
    patch_lines,
    split_lines,
    written,
)
from .titles import escape_title, headings, respelled


def read(data: bytes, name: str, encoding: str = "utf-8") -> Reading:
    """The Reading of a notebook. Raises Unreadable."""
    cells = cells_of(load(decode(data, encoding).removeprefix("\ufeff")))
    blocks = Blocks.of(cells, name)
    values = read_values(blocks.front.values)
    missing = sorted({what for cell in cells for output in cell.outputs if (what := dropped(output))})
    title = values.title[:MAX_TITLE] or blocks.title
    problems = (*blocks.front.problems, *values.problems, *missing)
    return Reading(title, "\n".join(blocks.lines), values, blocks.images, problems)


def write(data: bytes, name: str, before: Text, after: Text, encoding: str = "utf-8") -> bytes:
    """The notebook with the cells that changed from `before` to `after`. Raises Unwritable."""
    source = decode(data, encoding)
    file = NotebookFile(source)
    cells = cells_of(load(source.removeprefix("\ufeff")))
    blocks = Blocks.of(cells, name)
    if after.body != "\n".join(blocks.lines):
        _write_cells(file, cells, blocks, after.body)
    if blocks.has_front_cell:
        front = edited_front(blocks.front, before, after, without_heading=blocks.title_cell is None)
        if front != blocks.front.block:
            file.set_source(0, front + blocks.front.text)
    if after.title != before.title and (blocks.title_cell is not None or not blocks.has_front_cell):
        _write_title(file, cells, blocks, after.title)
    return encode(file.text(), data, encoding)


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
        if stretch.lines != blocks.lines_of(stretch.cell):
            _write_text(file, cell, stretch, raw, blocks.cut if stretch.cell == blocks.title_cell else (0, 0))
        return
    code, following = code_block(cell)
    if stretch.lines != code[1:-1]:
        lines = [line.rstrip("\r\n") for line in raw] or [""]
        if raw and raw[-1].endswith(("\n", "\r")):
            lines, raw = [*lines, ""], [*raw, ""]
        file.set_source(stretch.cell, "".join(patch_lines(raw, lines, stretch.lines, "\n")))
    if _filled(stretch.following) != _filled(following):
        _write_outputs(file, cell, stretch)


def _write_text(file: NotebookFile, cell: Cell, stretch: Stretch, raw: list[str], cut: tuple[int, int]) -> None:
    """The source with the new lines. Those from `cut[0]` to `cut[1]`, the title's, stay where they are among them."""
    assert stretch.cell is not None
    inside: dict[str, bytes] = {}
    shown = shown_lines(cell, inside)
    first, below = cut
    shown, kept = shown[:first] + shown[below:], raw[:first] + raw[below:]
    start, end = written(shown)
    old = shown[start:end]
    patched = patch_lines(kept[start:end], old, stretch.lines, "\n", _Restore(cell, inside, raw))
    place = start + place_in(old, stretch.lines, first - start) if first > start else first
    lines = [*kept[:start], *patched, *kept[end:]]
    file.set_source(stretch.cell, "".join([*lines[:place], *raw[first:below], *lines[place:]]))


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
    """The outputs as they were edited: words become one stream, what is more than words stays if its lines do.

    Raises Unwritable for other lines: they would be lost.
    """
    assert stretch.cell is not None
    left = "\n".join(["", *_outside_fences(stretch.following), ""])
    kept = []
    for part in shown(cell.outputs, cell.limit):
        block = "\n".join(["", *part.lines, ""])
        if not part.is_words and block in left:
            kept += [cell.outputs[index] for index in part.outputs]
            left = left.replace(block, "\n", 1)
    if left.strip():
        raise Unwritable(f"what was written below the code of cell {stretch.cell + 1} is no output that a notebook has")
    file.set_outputs(stretch.cell, _streams(stretch) + kept)


def _outside_fences(lines: list[str]) -> list[str]:
    """What stands below a code fence beside its `output` fences."""
    inside: set[int] = set()
    for fence in find_fences(lines):
        if fence.info.language == "output":
            inside.update(range(fence.start, fence.end))
    return [line for index, line in enumerate(lines) if index not in inside]


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
    assert blocks.heading is not None
    raw = split_lines(file.source(blocks.title_cell))
    heading = next(headings(raw), blocks.heading) if not cells[blocks.title_cell].level else blocks.heading
    lines = raw[heading.start : heading.end]
    if cells[blocks.title_cell].level:
        candidates = [[escape_title(title) + ending(lines[0])]]
    else:
        candidates = [new for new in respelled(lines, title) if [each.words for each in headings(new)] == [title]]
    if not candidates:
        raise Unwritable("in its cell, this title would read otherwise")
    raw[heading.start : heading.end] = candidates[0]
    file.set_source(blocks.title_cell, "".join(raw))
