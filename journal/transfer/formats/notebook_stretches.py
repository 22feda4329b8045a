"""The stretches of an edited text, and the cell of the notebook that each belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from journal.text.fences import Fence, find_fences
from journal.text.merge import matches
from journal.text.pictures import ATTACHMENTS

from .cells import Cell, code_block
from .notebook_blocks import Blocks
from .outputs import shown
from .reading import written


@dataclass(slots=True)
class Stretch:
    """A run of the new text that makes one cell. `cell` is the old one's index; None for a new one."""

    cell: int | None
    lines: list[str]  # of code, without its fence
    following: list[str] = field(default_factory=list)  # below the code: its output fence and images
    is_code: bool = False
    known: int = 0  # how many of its lines are the old cell's


def stretches(blocks: Blocks, cells: Sequence[Cell], body: str) -> list[Stretch]:
    """The new text cut into cells, each with the old cell that it continues."""
    lines = body.split("\n") if body else []
    owners: list[int | None] = [None] * len(lines)
    for old, new, size in matches(blocks.lines, lines):
        owners[new : new + size] = blocks.owners[old : old + size]
    absent = {index for index, cell in enumerate(cells) if cell.kind == "markdown" and blocks.lines_of(index)}
    absent.difference_update(owner for owner in owners if owner is not None)
    found: list[Stretch] = []
    position = 0
    fences = find_fences(lines)
    for fence in _code_fences(fences, owners, cells):
        if fence.start < position:
            continue  # in what the code above it shows
        found += _text_stretches(lines[position : fence.start], owners[position : fence.start], cells, absent)
        inside = slice(fence.start + 1, fence.end - fence.is_closed)
        owner = _majority(owners[inside], cells)
        owner = _majority(owners[fence.start : fence.end], cells) if owner is None else owner
        position = _following_end(lines, fences, fence.end)
        if owner is not None and any(not part.is_words for part in shown(cells[owner].outputs, cells[owner].limit)):
            position = _owned_end(owners, position, owner)
        known = owners[inside].count(owner)
        found.append(Stretch(owner, lines[inside], lines[fence.end : position], is_code=True, known=known))
    found += _text_stretches(lines[position:], owners[position:], cells, absent)
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


def _owned_end(owners: list[int | None], start: int, owner: int) -> int:
    """Where what a cell showed ends: below its last line, before the first one of another cell."""
    end = start
    for index in range(start, len(owners)):
        if owners[index] == owner:
            end = index + 1
        elif owners[index] is not None:
            break
    return end


def _text_stretches(
    lines: list[str], owners: list[int | None], cells: Sequence[Cell], absent: set[int]
) -> list[Stretch]:
    """Text between code cells, cut where the old Markdown cells met. New lines go with the ones before them.

    Below a blank line they are those of the next cell, where nothing else of that is left: it is in `absent`.
    """
    known = (owner for owner in owners if owner is not None)
    current = next((owner for owner in known if cells[owner].kind == "markdown"), None)
    found: list[Stretch] = []
    for line, owner in zip(lines, owners, strict=True):
        if owner is not None and cells[owner].kind == "markdown":
            current = owner
        elif line.strip() and found and current is not None and current + 1 in absent and not found[-1].lines[-1]:
            current += 1
            absent.remove(current)
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
    free = {owner for owner in blocks.owners if owner is not None}
    _claim_by_lines(found, free)
    _claim_what_moved(found, free, blocks, cells)
    _claim_by_place(found, free, cells)
    return found


def _claim_by_lines(found: list[Stretch], free: set[int]) -> None:
    """Of several stretches of one cell, the one that has most of its lines keeps it."""
    for stretch in sorted(found, key=lambda stretch: -stretch.known):
        if stretch.cell in free:
            free.discard(stretch.cell)
        else:
            stretch.cell = None


def _claim_what_moved(found: list[Stretch], free: set[int], blocks: Blocks, cells: Sequence[Cell]) -> None:
    """A stretch without a cell takes one that says the same."""
    said = {index: _said(blocks, cells, index) for index in free}
    for stretch in found:
        same = [index for index in sorted(free) if said[index] == stretch.lines]
        if stretch.cell is None and same:
            stretch.cell = same[0]
            free.discard(same[0])


def _claim_by_place(found: list[Stretch], free: set[int], cells: Sequence[Cell]) -> None:
    """A stretch that is still without one takes the first free cell of its kind between its neighbours' cells."""
    last = -1
    for place, stretch in enumerate(found):
        if stretch.cell is None:
            limit = next((later.cell for later in found[place:] if later.cell is not None), len(cells))
            between = [index for index in range(last + 1, limit) if index in free]
            fitting = [index for index in between if (cells[index].kind != "markdown") == stretch.is_code]
            stretch.cell = next(iter(fitting), None)
            free -= set(fitting[:1])
        if stretch.cell is not None:
            last = max(last, stretch.cell)


def _said(blocks: Blocks, cells: Sequence[Cell], index: int) -> list[str]:
    """The lines of a cell as a stretch has them: of code, without fence and output."""
    if cells[index].kind == "markdown":
        return blocks.lines_of(index)
    return code_block(cells[index])[0][1:-1]


def _majority(owners: list[int | None], cells: Sequence[Cell]) -> int | None:
    """The code cell that most of the lines are from."""
    counted = [owner for owner in owners if owner is not None and cells[owner].kind != "markdown"]
    return max(set(counted), key=counted.count) if counted else None
