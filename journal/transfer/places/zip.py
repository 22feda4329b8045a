"""A zip archive, read in place. What does not add up refuses the whole archive."""

import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from .place import MAX_FILES, MAX_TOTAL, Dates, Listing, Refused

MAX_RATIO = 200  # uncompressed to compressed; text compresses to a tenth, deflate's own limit is 1,032
_HARMLESS = 1_000_000  # bytes that may come from as few as they like
_COPY = re.compile(r" ?\(\d+\)$")  # what browsers add to a second download
_BRANCH = re.compile(r"-(?:main|master|trunk|[0-9a-f]{7,40})$")


class Zip:
    root = location = ""

    def __init__(self, file: Path | IO[bytes], name: str = "") -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Refused(f"This is no zip that can be read: {error}.") from None
        self.listing = Listing()
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._list()
        stem = Path(name or getattr(file, "name", str(file))).stem
        top = self._strip_top(stem)
        self.name = _BRANCH.sub("", top or _COPY.sub("", stem)) or "journal"

    def read(self, path: str) -> bytes:
        member = self._members[path]
        try:
            with self._zip.open(member) as opened:
                data = opened.read(member.file_size + 1)
        except Exception as error:  # BadZipFile, zlib.error and what other decompressors raise
            raise Refused(f"{path} in the zip is damaged: {error}") from None
        if len(data) != member.file_size:
            raise Refused(f"{path} in the zip is not as long as the zip says.")
        return data

    def read_all(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            yield path, self.read(path)

    def dates(self) -> Mapping[str, Dates]:
        moments = {path: _moment(member) for path, member in self._members.items()}
        return {path: Dates(moment, moment) for path, moment in moments.items()}

    def former_names(self) -> Mapping[str, list[str]]:
        return {}

    def configuration(self) -> str:
        return ""

    def close(self) -> None:
        self._zip.close()

    def _list(self) -> None:
        members = self._zip.infolist()
        if len(members) > MAX_FILES:
            raise Refused(f"The zip has more than {MAX_FILES:,} files.")
        total = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if total > MAX_TOTAL:
            raise Refused(f"The zip holds more than {MAX_TOTAL // 1_000_000_000} GB.")
        if total > MAX_RATIO * max(packed, 1) and total > _HARMLESS:
            raise Refused(f"The zip unpacks from {packed:,} to {total:,} bytes: that is a bomb.")
        for member in members:
            path = _path(member)
            if member.is_dir() or member.filename.endswith("\\"):
                continue
            if path in self._members:
                raise Refused(f"The zip has {path} twice.")
            reason = _why_not(member)
            if reason:
                self.listing.skipped[path] = reason
            else:
                self._members[path] = member
                self.listing.add(path, member.file_size)

    def _strip_top(self, stem: str) -> str:
        """The one folder that everything is in, when it is the repository itself; it is no part of the paths then.

        It is when it is called like the zip, or as GitHub calls it: by the repository and the branch.
        """
        tops = {path.partition("/")[0] for path in self._members if not path.startswith("__MACOSX/")}
        nested = all("/" in path for path in self._members)
        if len(tops) != 1 or not nested or not self._members:
            return ""
        top = tops.pop()
        if top != _COPY.sub("", stem) and not _BRANCH.search(top):
            return ""
        self._members = {path.partition("/")[2]: member for path, member in self._members.items()}
        skipped, self.listing = self.listing.skipped, Listing()
        for path, member in self._members.items():
            self.listing.add(path, member.file_size)
        self.listing.skipped |= {
            path.removeprefix(f"{top}/"): skipped[path] for path in skipped if path not in self._members
        }
        return top


def _path(member: zipfile.ZipInfo) -> str:
    """The path within the archive. Raises Refused for one that leads out of it."""
    name = member.filename
    if not member.flag_bits & 0x800:  # no UTF-8 mark; most who omit it write UTF-8 all the same
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    name = name.replace("\\", "/")  # as Windows' Compress-Archive writes it
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
        raise Refused(f"The zip holds a path that leads out of it: {name[:100]!r}.")
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def _why_not(member: zipfile.ZipInfo) -> str | None:
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "not a regular file"
    if member.flag_bits & 1:
        return "encrypted"
    if member.file_size > MAX_RATIO * max(member.compress_size, 1) and member.file_size > _HARMLESS:
        raise Refused(f"{member.filename[:100]} in the zip unpacks to {member.file_size:,} bytes: that is a bomb.")
    return None


def _moment(member: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*member.date_time, tzinfo=UTC)
    except ValueError:
        return None
