"""Comparing and merging texts line by line. Lists of lines in, positions or chunks out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LONG = 1_000  # lines; beyond, very frequent ones (blank lines) are no anchors, which keeps the time linear


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of merged lines; where both sides changed the same lines differently, `lines` is None."""

    lines: tuple[str, ...] | None
    base: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """(position in old, position in new, length) of each run that both have, in order."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=len(inner_new) > _LONG)
    found = [(start + block.a, start + block.b, block.size) for block in matcher.get_matching_blocks()]
    runs = [(0, 0, start), *found, (len(old) - end, len(new) - end, end)]
    return [run for run in runs if run[2]]


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """The slice of `old` that a slice of `new` takes the place of, in order."""
    i = j = 0
    for a, b, size in [*matches(old, new), (len(old), len(new), 0)]:
        if i < a or j < b:
            yield slice(i, a), slice(j, b)
        i, j = a + size, b + size


def merge(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Chunk]:
    """Both sides' changes to `base` (the three-way merge of diff3). Nothing of either side is dropped.

    Source: S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3", 2007.
    """
    chunks: list[Chunk] = []
    done = (0, 0, 0)
    for start, end in _stable(base, mine, theirs):
        _append(chunks, *(side[a:b] for side, a, b in zip((base, mine, theirs), done, start, strict=True)))
        _extend(chunks, tuple(base[start[0] : end[0]]))
        done = end
    return chunks


def with_markers(chunks: Sequence[Chunk], theirs: str = "source") -> str:
    """The merged text, each conflict between the markers that git writes; `theirs` is where the other side is."""
    lines: list[str] = []
    for chunk in chunks:
        if chunk.lines is None:
            lines += ["<<<<<<< here", *chunk.mine, "=======", *chunk.theirs, f">>>>>>> {theirs}"]
        else:
            lines += chunk.lines
    return "\n".join(lines)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


Place = tuple[int, int, int]


def _stable(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[Place, Place]]:
    """(start, end) in base, mine and theirs of each run that all three have; the last is empty, at their ends."""
    in_mine = _where(base, mine)
    in_theirs = _where(base, theirs)
    position = 0
    while position < len(base):
        start = (position, in_mine.get(position, -1), in_theirs.get(position, -1))
        size = 0
        while (
            position + size < len(base)
            and start[1] >= 0
            and start[2] >= 0
            and in_mine.get(position + size) == start[1] + size
            and in_theirs.get(position + size) == start[2] + size
        ):
            size += 1
        if size:
            yield start, (position + size, start[1] + size, start[2] + size)
        position += size or 1
    end = (len(base), len(mine), len(theirs))
    yield end, end


def _where(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    return {a + offset: b + offset for a, b, size in matches(base, side) for offset in range(size)}


def _append(chunks: list[Chunk], base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> None:
    if mine == theirs or theirs == base:
        _extend(chunks, tuple(mine))
    elif mine == base:
        _extend(chunks, tuple(theirs))
    else:
        chunks.append(Chunk(None, tuple(base), tuple(mine), tuple(theirs)))


def _extend(chunks: list[Chunk], lines: tuple[str, ...]) -> None:
    if not lines:
        return
    if chunks and chunks[-1].lines is not None:
        chunks[-1] = Chunk(chunks[-1].lines + lines)
    else:
        chunks.append(Chunk(lines))
