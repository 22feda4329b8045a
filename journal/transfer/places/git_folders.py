"""Where a git repository is, read from its files before git is asked anything."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from .place import Refused

OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def is_bundle(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(re.match(rb"# v[23] git bundle\n", file.read(20)))


def is_bare(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()


def work_tree_of(path: Path) -> tuple[Path, Path, Path] | None:
    """(top, git folder, folder with the objects) of the work tree that `path` is in; None when it is in none.

    Raises Refused for a hollow one: without its dates, everything would seem to have been written just now.
    """
    path = path.resolve()
    for top in (path, *path.parents):
        git_folder = top / ".git"
        if git_folder.is_file():
            match = re.match(r"gitdir: (.+)", git_folder.read_text(errors="replace").strip())
            git_folder = (top / match[1]).resolve() if match else git_folder
        shared = git_folder / "commondir"
        common = (git_folder / shared.read_text().strip()).resolve() if shared.is_file() else git_folder
        if (git_folder / "HEAD").is_file() and (common / "objects").is_dir():
            return top, git_folder, common
        if top == path and os.path.lexists(top / ".git"):
            raise Refused(
                f"{top / '.git'} is no repository that git could read. Take it away to bring the files in as a plain "
                "folder, with the dates that they have there."
            )
    return None


def configuration_in(common: Path) -> str:
    """The text of a repository's settings, of which git itself is never told."""
    path = common / "config"
    return path.read_text(errors="replace")[:100_000] if path.is_file() and not path.is_symlink() else ""


def head_of(git_folder: Path, common: Path) -> str:
    """The commit that HEAD names; empty before the first one. Git itself is not asked: it would read the config."""
    name = (git_folder / "HEAD").read_text(errors="replace").strip()
    for _ in range(5):
        if OBJECT_ID.fullmatch(name):
            return name
        name = name.removeprefix("ref:").strip()
        if not re.fullmatch(r"refs/[^\x00-\x20~^:?*\[\\]+", name) or ".." in name:
            break
        loose = next((place / name for place in (git_folder, common) if (place / name).is_file()), None)
        if loose is None:
            return _packed(common / "packed-refs", name)
        name = loose.read_text(errors="replace").strip()
    raise Refused("This git repository has no HEAD that can be read.")


def _packed(path: Path, name: str) -> str:
    lines = path.read_text(errors="replace").splitlines() if path.is_file() else []
    for line in lines:
        if line.endswith(f" {name}") and OBJECT_ID.match(line):
            return line.split(" ", 1)[0]
    return ""


def chosen_head(heads: Mapping[str, str]) -> str:
    """The commit of a bundle that stands for it: HEAD, else the main branch, else its only one."""
    for name in ("HEAD", "refs/heads/main", "refs/heads/master"):
        if name in heads:
            return heads[name]
    branches = [commit for name, commit in heads.items() if name.startswith("refs/heads/")]
    if not branches:
        raise Refused("This bundle holds no branch.")
    return branches[0]
