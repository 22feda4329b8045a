"""A plain folder. Symbolic links are never followed: what is brought in lies in the folder itself."""

import os
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from .place import MAX_FILE, Dates, Listing, Refused, is_left_out


class Folder:
    root = ""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.location = str(self.path)
        self.name = self.path.name or "journal"
        self.listing = Listing()
        self._times: dict[str, datetime] = {}
        self._list()

    def read(self, path: str) -> bytes:
        """Opened part by part below the folder, so that no link can lead out of it, whenever it was put there."""
        *folders, name = path.split("/")
        opened = os.open(self.path, os.O_RDONLY)
        try:
            for folder in folders:
                inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=opened)
                os.close(opened)
                opened = inner
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=opened)
        finally:
            os.close(opened)
        with open(descriptor, "rb") as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise Refused(f"{path} grew while it was read.")
        return data

    def read_all(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            yield path, self.read(path)

    def dates(self) -> Mapping[str, Dates]:
        return {path: Dates(moment, moment) for path, moment in self._times.items()}

    def former_names(self) -> Mapping[str, list[str]]:
        return {}

    def configuration(self) -> str:
        return ""

    def close(self) -> None:
        """Nothing is held open."""

    def _list(self) -> None:
        for folder, folders, names in os.walk(self.path):
            relative = os.path.relpath(folder, self.path)
            prefix = "" if relative == "." else relative.replace(os.sep, "/") + "/"
            if "pyvenv.cfg" in names and prefix:
                self.listing.skipped[prefix] = "installed packages"
                folders[:] = []
                continue
            links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            for name in links:
                self.listing.skipped[prefix + name] = "a symbolic link"
            for name in folders:
                if is_left_out(name) and name not in (*links, ".git"):
                    self.listing.skipped[f"{prefix}{name}/"] = "a folder that is left out"
            folders[:] = sorted(name for name in folders if name not in links and not is_left_out(name))
            for name in sorted(names):
                self._add(prefix + name)

    def _add(self, path: str) -> None:
        found = os.lstat(self.path / path)
        if stat.S_ISLNK(found.st_mode):
            self.listing.skipped[path] = "a symbolic link"
        elif not stat.S_ISREG(found.st_mode):
            self.listing.skipped[path] = "not a regular file"
        else:
            self.listing.add(path, found.st_size)
            self._times[path] = datetime.fromtimestamp(found.st_mtime, UTC)
