"""What every place gives, and what is left out everywhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

MAX_FILES = 50_000
MAX_FILE = 30_000_000  # bytes of one file that is read
MAX_TOTAL = 2_000_000_000  # bytes of all files together
MAX_PATH = 2_000  # bytes: what PostgreSQL can index

# Folders that hold what a program put there, not what the author wrote.
_LEFT_OUT = {
    ".git": "git's own",
    "node_modules": "installed packages",
    "__pycache__": "compiled code",
    ".ipynb_checkpoints": "copies that Jupyter made",
    "venv": "installed packages",
    "site-packages": "installed packages",
    "__MACOSX": "made by macOS",
    "_site": "a built site",
}


class Refused(Exception):
    """The source as a whole cannot be brought in. The message is one line for people."""


@dataclass(frozen=True, slots=True)
class Dates:
    created: datetime | None = None
    updated: datetime | None = None


@dataclass(slots=True)
class Listing:
    """The files of a place: `sizes` by path, what was `skipped` by path with the reason."""

    sizes: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    total: int = 0  # bytes

    def add(self, path: str, size: int) -> None:
        """Take a file in, or note why not. Raises Refused when there are too many."""
        reason = why_not(path)
        if reason is None and size > MAX_FILE:
            reason = f"larger than {MAX_FILE // 1_000_000} MB"
        if reason:
            self.skipped[path] = reason
            return
        self.sizes[path] = size
        self.total += size
        if len(self.sizes) > MAX_FILES:
            raise Refused(f"There are more than {MAX_FILES:,} files. Bring in a folder of it at a time.")
        if self.total > MAX_TOTAL:
            raise Refused(f"The files have more than {MAX_TOTAL // 1_000_000_000} GB together.")


class Place(Protocol):
    name: str  # what the repository is called
    root: str  # its first commit; empty without git, or where the history is cut short
    location: str  # the folder that it is; empty for an archive
    listing: Listing

    def read(self, path: str) -> bytes:
        """The bytes of a listed file. Raises OSError, and Refused for one that is not what was listed."""

    def read_all(self, paths: list[str]) -> Iterator[tuple[str, bytes]]: ...

    def dates(self) -> Mapping[str, Dates]:
        """By path: from git, else the times of the files."""

    def former_names(self) -> Mapping[str, list[str]]:
        """By path: what git knows that the file was called before, newest first."""

    def configuration(self) -> str:
        """What git's own settings of it say, as words; empty where there are none."""

    def close(self) -> None: ...


def why_not(path: str) -> str | None:
    """Why a file is left out because of where it is; None when it is not."""
    parts = PurePosixPath(path).parts
    for part in parts[:-1]:
        if part in _LEFT_OUT:
            return f"in {part}/: {_LEFT_OUT[part]}"
        if part.startswith("."):
            return f"in {part}/: hidden"
    if parts and parts[-1].startswith("."):
        return "hidden"
    try:
        if len(path.encode()) > MAX_PATH:
            return f"its path has more than {MAX_PATH:,} bytes"
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    return "a control character in its name" if re.search(r"[\x00-\x1f\x7f]", path) else None


def is_left_out(folder: str) -> bool:
    """Whether nothing below a folder of this name is looked at."""
    return folder in _LEFT_OUT or folder.startswith(".")
