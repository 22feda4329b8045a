"""Which paths of a repository are wanted: patterns as git ignores them, in a file of its own and asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from pathspec import GitIgnoreSpec

from journal.transfer.places import Place, Refused

IGNORE_FILE = ".chroniclesignore"


@dataclass(frozen=True, slots=True)
class Choice:
    only: GitIgnoreSpec  # empty: everything
    skip: GitIgnoreSpec
    ignored: GitIgnoreSpec  # by the repository's own file

    @classmethod
    def of(cls, place: Place, only: Sequence[str], skip: Sequence[str]) -> "Choice":
        """Raises Refused for a pattern that is none."""
        lines: list[str] = []
        if IGNORE_FILE in place.listing.skipped:
            lines = place.read(IGNORE_FILE).decode("utf-8", "replace").splitlines()
        return cls(_patterns(only), _patterns(skip), _patterns(lines))

    def why_not(self, path: str) -> str:
        """Why a file is not wanted; empty where it is."""
        if self.ignored.match_file(path):
            return f"in {IGNORE_FILE}"
        if self.skip.match_file(path):
            return "skipped by --skip"
        return "not among --only" if len(self.only) and not self.only.match_file(path) else ""


def _patterns(lines: Sequence[str]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise Refused(f"This is no pattern of paths: {error}.") from None
