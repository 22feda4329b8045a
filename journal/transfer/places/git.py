"""A git repository: its work tree, a bare one, or a bundle.

Git is only ever asked about a repository of our own that borrows the other's objects. So nothing
of the source's configuration, hooks, filters, attributes or replacements takes effect.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .folder import Folder
from .git_folders import chosen_head, configuration_in, head_of, work_tree_of
from .history import History, read_history
from .place import Dates, Listing, Refused

_SETTINGS = {
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.attributesFile": "/dev/null",
    "core.excludesFile": "/dev/null",
    "core.quotePath": "false",
    "protocol.allow": "never",
    "gc.auto": "0",
    "log.showSignature": "false",
    "diff.renames": "true",
    "diff.renameLimit": "2000",
}


class Git:
    """A repository of our own in a temporary folder, and the git program to ask it."""

    def __init__(self, objects: Path | None = None, *, head: str = "", shallow: Path | None = None) -> None:
        program = shutil.which("git")
        if program is None:
            raise Refused("The git program is not installed, which reading a git repository needs.")
        self.folder = Path(tempfile.mkdtemp(prefix="journal-git-"))
        self._program = program
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "GIT_DIR": str(self.folder / "repository"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C.UTF-8",
        }
        kind = "sha256" if len(head) == 64 else "sha1"
        try:
            self.run(
                "init", "--quiet", "--bare", "--template=", f"--object-format={kind}", str(self.folder / "repository")
            )
            if objects:
                self._environment["GIT_OBJECT_DIRECTORY"] = str(objects)
            if shallow and shallow.is_file():
                shutil.copyfile(shallow, self.folder / "repository" / "shallow")
        except BaseException:
            self.close()
            raise

    def run(self, *arguments: str, **environment: str) -> bytes:
        """What git answers. Raises Refused with its own first line."""
        done = subprocess.run(
            self.command(*arguments),
            env=self._environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
            raise Refused(f"git cannot read this repository: {lines[0] if lines else 'no reason given'}")
        return done.stdout

    def command(self, *arguments: str) -> list[str]:
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        return [self._program, "--no-pager", *settings, *arguments]

    @property
    def environment(self) -> dict[str, str]:
        return self._environment

    def history(self, head: str) -> History:
        options = (
            "log",
            "-z",
            "--date-order",
            "--no-ext-diff",
            "--no-textconv",
            "--format=%x01%H %at",
            "--name-status",
        )
        try:
            return read_history(self.run(*options, "-M", head))
        except Refused:  # a clone without its old contents cannot compare them
            return read_history(self.run(*options, "--no-renames", head))

    def root(self, head: str) -> str:
        """The oldest commit without parents: the same in every whole clone, whatever the folder is called."""
        if (self.folder / "repository" / "shallow").exists():
            return ""
        roots = self.run("rev-list", "--max-parents=0", "--date-order", head).decode().split()
        return roots[-1] if roots else ""

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class GitObjects:
    """What was committed: the tree of HEAD in a bare repository or in a bundle."""

    location = ""

    def __init__(self, git: Git, head: str, name: str, configuration: str = "") -> None:
        self._git, self._head, self.name, self._configuration = git, head, name, configuration
        self._history: History | None = None
        self._blobs: dict[str, str] = {}
        self.listing = Listing()
        self.root = git.root(head)
        self._list()

    @classmethod
    def of_bundle(cls, path: Path) -> "GitObjects":
        git = Git()
        try:
            lines = git.run("bundle", "unbundle", str(path.resolve())).decode("utf-8", "replace").splitlines()
            heads = {}
            for line in lines:
                commit, _, name = line.partition(" ")
                if name:
                    heads[name] = commit
            return cls(git, chosen_head(heads), path.name.removesuffix(".bundle"))
        except BaseException:
            git.close()
            raise

    @classmethod
    def of_repository(cls, path: Path) -> "GitObjects":
        path = path.resolve()
        head = head_of(path, path)
        if not head:
            raise Refused("This repository has no commits yet.")
        git = Git(path / "objects", head=head, shallow=path / "shallow")
        try:
            return cls(git, head, path.name.removesuffix(".git") or path.parent.name, configuration_in(path))
        except BaseException:
            git.close()
            raise

    def read(self, path: str) -> bytes:
        return next(self.read_all([path]))[1]

    def read_all(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        """All in one process: git names each object that it is asked for and gives its bytes."""
        if not paths:
            return
        process = self._batch(paths)
        assert process.stdout is not None
        try:
            for path in paths:
                header = process.stdout.readline().split()
                if len(header) != 3:
                    raise Refused(f"git has no contents for {path}: the repository is incomplete.")
                data = process.stdout.read(int(header[2]))
                process.stdout.read(1)
                yield path, data
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    def dates(self) -> Mapping[str, Dates]:
        return self._read_history().dates

    def former_names(self) -> Mapping[str, list[str]]:
        return self._read_history().former_names

    def configuration(self) -> str:
        return self._configuration

    def close(self) -> None:
        self._git.close()

    def _batch(self, paths: list[str]) -> subprocess.Popen[bytes]:
        with tempfile.TemporaryFile() as wanted:
            wanted.write("".join(f"{self._blobs[path]}\n" for path in paths).encode())
            wanted.seek(0)
            return subprocess.Popen(
                self._git.command("cat-file", "--batch", "--buffer"),
                env=self._git.environment,
                stdin=wanted,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def _read_history(self) -> History:
        if self._history is None:
            self._history = self._git.history(self._head)
        return self._history

    def _list(self) -> None:
        for line in self._git.run("ls-tree", "-r", "-z", "-l", self._head).split(b"\0"):
            if not line:
                continue
            facts, _, name = line.partition(b"\t")
            mode, _, blob, size = facts.split()
            path = os.fsdecode(name)
            if mode == b"120000":
                self.listing.skipped[path] = "a symbolic link"
            elif mode == b"160000":
                self.listing.skipped[path] = "a submodule, which is a repository of its own"
            elif ".." in path.split("/") or path.startswith("/") or ".git" in path.lower().split("/"):
                raise Refused(f"The repository holds a path that leads out of it: {path[:100]!r}.")
            else:
                self._blobs[path] = blob.decode()
                self.listing.add(path, int(size))


class GitWorkTree(Folder):
    """The files as they lie in the work tree, tracked or new but not ignored; their dates from the history."""

    def __init__(self, path: Path) -> None:
        self._history: History | None = None
        path = path.resolve()
        top, git_folder, common = work_tree_of(path) or (path, path, path)
        self._prefix = "" if path == top else path.relative_to(top).as_posix() + "/"
        self._head = head_of(git_folder, common)
        self._configuration = configuration_in(common)
        self._git = Git(common / "objects", head=self._head, shallow=common / "shallow")
        try:
            self.root = self._root()
            self._tracked = self._names(top, git_folder / "index")
            super().__init__(path)
        except BaseException:
            self._git.close()
            raise

    def dates(self) -> Mapping[str, Dates]:
        return {**super().dates(), **self._below(self._read_history().dates)}

    def former_names(self) -> Mapping[str, list[str]]:
        found = {}
        for path, names in self._below(self._read_history().former_names).items():
            found[path] = [name.removeprefix(self._prefix) for name in names]
        return found

    def configuration(self) -> str:
        return self._configuration

    def close(self) -> None:
        self._git.close()

    def _root(self) -> str:
        if not self._head:
            return ""
        root = self._git.root(self._head)
        below = hashlib.sha256(self._prefix.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        return f"{root}:{below}" if self._prefix and root else root

    def _names(self, top: Path, index: Path) -> set[str]:
        """What git would keep an eye on: asked with a copy of the index, which git likes to refresh."""
        copy = self._git.folder / "index"
        if index.is_file():
            shutil.copyfile(index, copy)
            for shared in index.parent.glob("sharedindex.*"):  # the other half of a split index
                shutil.copyfile(shared, copy.parent / "repository" / shared.name)
        listed = self._git.run(
            f"--work-tree={top}", "ls-files", "-z", "--cached", "--others", "--exclude-per-directory=.gitignore",
            GIT_INDEX_FILE=str(copy),
        )  # fmt: skip
        return {os.fsdecode(name) for name in listed.split(b"\0") if name}

    def _add(self, path: str) -> None:
        if self._prefix + path in self._tracked:
            super()._add(path)
        else:
            self.listing.skipped[path] = "ignored by git"

    def _read_history(self) -> History:
        if self._history is None:
            self._history = self._git.history(self._head) if self._head else History({}, {})
        return self._history

    def _below(self, found: Mapping[str, Any]) -> dict[str, Any]:
        start = len(self._prefix)
        return {path[start:]: value for path, value in found.items() if path.startswith(self._prefix)}
