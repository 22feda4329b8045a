"""Where an export goes: a folder or a zip, whole or not at all."""

import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from .archive.files import MANIFEST, PICTURES, TOPICS
from .places import Refused

Files = Iterable[tuple[str, bytes]]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows: the same journal gives the same zip


def write_zip(target: Path, files: Files) -> int:
    """Write a zip; how many files it has. Raises Refused when there is already something."""
    if target.exists():
        raise Refused(f"{target} is there already. Choose another name, or move it away.")
    return _aside(target, lambda aside: _zip(aside, files))


def write_folder(target: Path, files: Files) -> int:
    """Write a folder; how many files it has. A former export is brought up to date, anything else left alone."""
    if target.is_dir() and any(target.iterdir()):
        if not (target / MANIFEST).is_file() or not (target / TOPICS).is_file():
            raise Refused(f"{target} is not empty, and not a journal that was exported before.")
        return _update(target, files)
    if target.exists() and not target.is_dir():
        raise Refused(f"{target} is a file.")
    return _aside(target, lambda aside: _folder(aside, files))


def write_file(folder: Path, path: str, data: bytes) -> None:
    """Write one file below `folder`, whole or not at all. Raises Refused where a link or `..` would lead out."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or ".git" in (part.lower() for part in parts):
        raise Refused(f"{path} does not lie below the folder.")
    parent = folder
    for part in parts[:-1]:
        parent = parent / part
        if parent.is_symlink():
            raise Refused(f"{parent} is a symbolic link, which nothing is written through.")
        parent.mkdir(exist_ok=True)
    target = parent / parts[-1]
    if target.is_symlink() or target.is_dir():
        raise Refused(f"{target} is not a regular file.")
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, temporary = tempfile.mkstemp(dir=parent, prefix=".new-")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _aside(target: Path, write: Callable[[Path], int]) -> int:
    """Write beside the target and rename at the end, so that a full disk leaves nothing half."""
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}.")
    aside = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    try:
        count = write(aside)
        if target.is_dir():
            target.rmdir()
        os.rename(aside, target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        aside.unlink(missing_ok=True)
        raise
    return count


def _zip(target: Path, files: Files) -> int:
    count = 0
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in files:
            member = zipfile.ZipInfo(path, _EPOCH)
            member.external_attr = 0o644 << 16
            packed = zipfile.ZIP_STORED if path.startswith(PICTURES) else zipfile.ZIP_DEFLATED
            archive.writestr(member, data, packed)
            count += 1
    return count


def _folder(target: Path, files: Files) -> int:
    target.mkdir()
    count = 0
    for path, data in files:
        write_file(target, path, data)
        count += 1
    return count


def _update(target: Path, files: Files) -> int:
    """File by file; at the end, what only the former export had is removed, and nothing else ever."""
    former = (target / MANIFEST).read_text(errors="replace").splitlines()
    written = set()
    for path, data in files:
        known = target / path
        if not known.is_file() or known.is_symlink() or known.read_bytes() != data:
            write_file(target, path, data)
        written.add(path)
    for path in former:
        if path not in written and _is_below(target, path):
            (target / path).unlink()
    return len(written)


def _is_below(folder: Path, path: str) -> bool:
    """Whether a file of the folder is called so, and lies in it and not behind a link."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        return False
    steps = [folder.joinpath(*parts[: count + 1]) for count in range(len(parts))]
    return steps[-1].is_file() and not any(step.is_symlink() for step in steps)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
