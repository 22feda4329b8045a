"""Where a repository can be: a folder, a git repository, a zip. Each gives the same: files, bytes and dates."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .folder import Folder
from .git import GitObjects, GitWorkTree
from .git_folders import is_bare, is_bundle, work_tree_of
from .place import Place, Refused
from .zip import Zip

__all__ = ["Place", "Refused", "open_place"]


@contextmanager
def open_place(path: Path) -> Iterator[Place]:
    """The repository at `path`, until the end of the block. Raises Refused with one clear line."""
    try:
        place = _open(path)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        yield place
    finally:
        place.close()


def _open(path: Path) -> Place:
    if not path.exists():
        raise Refused(f"There is nothing at {path}.")
    if path.is_dir():
        if is_bare(path):
            return GitObjects.of_repository(path)
        return GitWorkTree(path) if work_tree_of(path) else Folder(path)
    if is_bundle(path):
        return GitObjects.of_bundle(path)
    if zipfile.is_zipfile(path):
        return Zip(path)
    raise Refused(f"{path} is neither a folder, a git repository or bundle, nor a zip.")
