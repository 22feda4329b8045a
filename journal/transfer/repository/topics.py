"""Folders as topics: which folder becomes which topic of a roadmap with two levels."""

import posixpath
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from journal.transfer.naming import path_key, spoken
from journal.transfer.plan import PlannedTopic

TEXTS = (  # a folder's own text, the first there is
    *("_index.md", "readme.md", "index.md", "readme.markdown", "index.qmd", "readme.rst", "readme.org", "readme.txt"),
)
_WRAPPERS = ("content", "src/content")  # what site builders put around everything


def plan_topics(folders: Iterable[str], repository: str) -> list[PlannedTopic]:
    """A topic for each of the folders (those that hold entries), with the stages that they need, in natural order.

    Outer folders are stages, inner ones their topics. Where there is only one level of folders, the
    repository itself is the stage, if it has a text or entries of its own. Leading folders that hold
    nothing but one folder are left out where they would make a third level; what is deeper than two
    levels is named by its path: "Exercises / Week 1".
    """
    wanted = set(folders)
    top = _wrapper(wanted)
    inner_parts = {folder: _parts(folder, top) for folder in wanted}
    is_flat = all(len(parts) < 2 for parts in inner_parts.values())
    outermost = top if is_flat and top in wanted else None
    planned: dict[str, PlannedTopic] = {}
    for folder in sorted(wanted, key=path_key):
        inner = inner_parts[folder]
        if not inner:
            planned[folder] = PlannedTopic(folder, spoken(repository), None, len(planned))
            continue
        stage = posixpath.join(top, inner[0])
        planned.setdefault(stage, PlannedTopic(stage, spoken(inner[0]), outermost, len(planned)))
        if len(inner) > 1:
            title = " / ".join(spoken(part) for part in inner[1:])[:200]
            planned[folder] = PlannedTopic(folder, title, stage, len(planned))
    return list(planned.values())


def below(topics: list[PlannedTopic], topic_is_stage: bool) -> list[PlannedTopic]:  # noqa: FBT001
    """The same topics below one that is there already: its children if it is a stage, else all of them that one."""
    placed = []
    for topic in topics:
        if not topic_is_stage or not topic.folder:
            placed.append(replace(topic, parent=""))
            continue
        stage = next((other.title for other in topics if other.folder == topic.parent), "")
        title = f"{stage} / {topic.title}" if stage else topic.title
        placed.append(replace(topic, title=title[:200], parent=""))
    return placed


def repeated(topics: Iterable[PlannedTopic]) -> set[str]:
    """Titles that more than one of them has, so that their slugs need their stage's name before them."""
    counted = Counter(topic.title.casefold() for topic in topics)
    return {title for title, count in counted.items() if count > 1}


def _wrapper(folders: set[str]) -> str:
    """The leading folder to leave out; empty for none."""
    top = ""
    for wrapper in _WRAPPERS:
        if folders and all(_inside(folder, wrapper) for folder in folders):
            top = wrapper
    while True:
        inner = [folder[len(top) :].strip("/") for folder in folders]
        firsts = {path.partition("/")[0] for path in inner}
        if len(firsts) != 1 or "" in firsts or max(path.count("/") for path in inner) < 2:
            return top
        top = posixpath.join(top, firsts.pop())


def _parts(folder: str, top: str) -> list[str]:
    """The folders below the one that is left out."""
    return [part for part in folder[len(top) :].split("/") if part] if _inside(folder, top) else []


def _inside(folder: str, top: str) -> bool:
    return not top or folder == top or folder.startswith(f"{top}/")
