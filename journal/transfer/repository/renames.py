"""Which file, and which folder, is which after some were renamed at the source."""

import posixpath
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from journal.models import Source

Sources = dict[str, Source]


def follow_renames(
    sources: Mapping[str, Source], digests: Mapping[str, str], former_names: Callable[[], Mapping[str, list[str]]]
) -> tuple[Sources, list[Source]]:
    """(the sources by the path that each has now, those that are nowhere any more).

    A file stays itself as long as its bytes stay where they were. Else it is where its bytes are now, if
    only one file has them; else where git says that a path which is gone went; else where it was.
    """
    found = {path: row for path, row in sources.items() if digests.get(path) == row.digest}
    left = {path: row for path, row in sources.items() if path not in found}
    unknown = [path for path in digests if path not in found]
    if not left:
        return found, []
    _by_bytes(found, left, {path: digests[path] for path in unknown})
    new = [path for path in unknown if not (path in found or path in sources)]
    _by_history(found, left, new, digests, former_names)
    gone: list[Source] = []
    for path, row in left.items():
        if path in digests and path not in found:
            found[path] = row  # where it was
        else:
            gone.append(row)
    return found, gone


def _by_bytes(found: Sources, left: Sources, digests: Mapping[str, str]) -> None:
    counted = Counter(digests.values()) + Counter(row.digest for row in left.values())
    unique = {row.digest: path for path, row in left.items() if counted[row.digest] == 2}
    for path, digest in digests.items():
        old = unique.get(digest)
        if old in left:
            found[path] = left.pop(old)


def _by_history(
    found: Sources,
    left: Sources,
    new: list[str],
    digests: Mapping[str, str],
    former_names: Callable[[], Mapping[str, list[str]]],
) -> None:
    gone = {path for path in left if path not in digests}
    former = former_names() if gone and new else {}
    for path in new:
        old = next((name for name in former.get(path, []) if name in gone), None)
        if old is not None:
            gone.remove(old)
            found[path] = left.pop(old)


class Move(NamedTuple):
    """The folder that a file was in, and the one that it is in."""

    old: str
    new: str
    is_text: bool  # whether it is the folder's own text, which decides alone where the folder went


def renamed_folders(known: Collection[str], moves: Iterable[Move], present: Collection[str]) -> dict[str, str]:
    """For each known folder that has another name now, that name. `present` are the folders that there are.

    A folder is where its own text went, else where most of its files went; one that only holds others is where they
    went. It is another folder that was there already only if that one has a new name too.
    """
    found: dict[str, str] = {}
    votes = _votes(moves)
    for folder in known:
        if folder and votes[folder]:
            new, count = votes[folder].most_common(1)[0]
            if new and new != folder and 2 * count > votes[folder].total():
                found[folder] = new
    for folder in sorted(known, key=len, reverse=True):
        if folder and not votes[folder] and (outer := _where_the_inner_went(folder, known, found)):
            found[folder] = outer
    return _consistent(found, votes, known, present)


def _votes(moves: Iterable[Move]) -> defaultdict[str, Counter[str]]:
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for move in moves:
        votes[move.old][move.new] += 1_000_000 if move.is_text else 1
    return votes


def _where_the_inner_went(folder: str, known: Collection[str], found: Mapping[str, str]) -> str | None:
    inner = [each for each in known if posixpath.dirname(each) == folder]
    outer = {posixpath.dirname(found.get(each, each)) for each in inner}
    return outer.pop() if len(outer) == 1 and folder not in outer else None


def _consistent(
    found: dict[str, str], votes: Mapping[str, Counter[str]], known: Collection[str], present: Collection[str]
) -> dict[str, str]:
    """Without what contradicts itself: a folder that is still there, one that two went to."""
    best: dict[str, str] = {}
    for old, new in found.items():
        if new not in best or votes[old][new] > votes[best[new]][new]:
            best[new] = old
    kept = {old: new for new, old in best.items()}
    while True:
        wrong = []
        for old, new in kept.items():
            is_still_there = old in present and old not in kept.values()
            is_taken = new in known and new not in kept
            if is_still_there or is_taken:
                wrong.append(old)
        if not wrong:
            return kept
        for old in wrong:
            del kept[old]
