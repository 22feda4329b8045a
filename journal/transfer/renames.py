"""Which file is which after some were renamed at the source."""

from collections import Counter
from collections.abc import Callable, Mapping

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
    _by_history(
        found, left, [path for path in unknown if path not in found and path not in sources], digests, former_names
    )
    for path in [path for path in left if path in digests and path not in found]:
        found[path] = left.pop(path)
    return found, list(left.values())


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
