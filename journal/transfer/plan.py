"""What an import would do, before it does anything: one step a file, each with its reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User

from journal.models import Entry, Repository, Source, Topic
from journal.text.merge import Chunk, merge, with_markers


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Options:
    """What may be asked of an import beside its source."""

    draft: bool = False
    topic: Topic | None = None
    author: User | None = None
    kinds: tuple[tuple[str, str], ...] = ()  # (pattern of paths, kind)
    encoding: str = "utf-8"
    day_first: bool | None = None  # what "05/06/2024" means; None when nobody said
    only: tuple[str, ...] | None = None  # patterns of paths to bring in alone; None for those of the last import
    skip: tuple[str, ...] | None = None  # and of paths to leave out
    readmes: str = ""  # what the README of a folder is: "entries", "topics", or empty for what it says itself
    reread: bool = False  # what has not changed, but would read differently by today's rules
    merge: bool = False  # take in what both sides changed, where the changes do not overlap
    merges: Mapping[str, str] = field(default_factory=dict)  # texts that a person merged, by path


@dataclass(frozen=True, slots=True)
class PlannedTopic:
    """A folder that becomes a topic. `parent` is the folder of its stage; None for a stage."""

    folder: str  # "" for the repository itself
    title: str
    parent: str | None
    position: int
    summary: str = ""


@dataclass(slots=True)
class Step:
    """What happens to one file. What is below `problems` is for carrying it out."""

    action: Action
    path: str
    noun: str = ""  # "entry", "topic" or "image"
    title: str = ""
    kind: str = ""
    reason: str = ""
    problems: list[str] = field(default_factory=list)

    format: str = ""
    encoding: str = "utf-8"
    digest: str = ""
    brought: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    is_offered: bool = False  # the file would read differently now, and has not changed
    inside: tuple[str, ...] = ()  # attachment names of the images that the file holds itself
    source: Source | None = None
    entry: Entry | None = None
    folder: str = ""
    left: Topic | None = None  # the topic whose text this file was until now
    created: datetime | None = None
    updated: datetime | None = None
    merged: Sequence[Chunk] = ()
    merged_by_hand: str = ""

    @property
    def offered_text(self) -> str:
        """Both sides' changes in one text, as a person left it; where they overlap, both between git's marks."""
        return self.merged_by_hand or with_markers(self.merged)


@dataclass(slots=True)
class Plan:
    repository: Repository
    options: Options
    steps: list[Step] = field(default_factory=list)
    topics: list[PlannedTopic] = field(default_factory=list)
    known_topics: Mapping[str, Topic] = field(default_factory=dict)  # folder: the topic that it is already
    former_topics: Mapping[str, Topic] = field(default_factory=dict)  # folder: what it became in earlier imports
    planned: Mapping[str, PlannedTopic] = field(default_factory=dict)  # every folder's topic, as the source has it
    topic_changes: dict[str, dict[str, Any]] = field(default_factory=dict)  # folder: what changes of its topic
    renamed_folders: Mapping[str, str] = field(default_factory=dict)  # the former path: the path now
    topic_slugs: Mapping[str, str] = field(default_factory=dict)  # folder: slug, of new topics too
    paths_digest: str = ""
    journal: Any = None  # the rest of a complete journal, see archive/plan.py; None for a repository

    def counts(self) -> dict[Action, int]:
        counted = Counter(step.action for step in self.steps)
        return {action: counted[action] for action in Action if counted[action]}

    def having(self, *actions: Action, noun: str = "") -> list[Step]:
        return [step for step in self.steps if step.action in actions and noun in ("", step.noun)]

    @property
    def offers(self) -> int:
        """How many files have not changed but would read differently by today's rules."""
        return sum(step.is_offered for step in self.steps)

    @property
    def shown(self) -> list[Step]:
        """The steps that say something: not those of files that are as they were."""
        return [step for step in self.steps if step.action != Action.UNCHANGED or step.problems or step.is_offered]

    @property
    def problem_count(self) -> int:
        return sum(len(step.problems) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Base, theirs and mine brought together, field by field."""

    changes: dict[str, Any]
    conflicts: tuple[str, ...] = ()  # names of the fields that both sides changed differently
    merged: Sequence[Chunk] = ()  # of the body, when both sides changed it


def reconcile(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Reconciled:
    """What to change here: what only the source changed. A field that both changed differently is a conflict."""
    changes: dict[str, Any] = {}
    conflicts = []
    merged: Sequence[Chunk] = ()
    for name, new in theirs.items():
        old, here = base.get(name), mine.get(name)
        if same(new, old) or same(new, here):
            continue
        if same(here, old) or name not in mine:
            changes[name] = new
            continue
        conflicts.append(name)
        if name == "body":
            merged = merge(*(str(text).split("\n") for text in (old or "", here, new)))
    return Reconciled(changes, tuple(conflicts), merged)


def merged_body(chunks: Iterable[Chunk]) -> str | None:
    """The merged text; None when the two sides' changes overlap."""
    lines: list[str] = []
    for chunk in chunks:
        if chunk.lines is None:
            return None
        lines += chunk.lines
    return "\n".join(lines)


def same(one: Any, other: Any) -> bool:
    """Tags have no order and no case."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(str(item).casefold() for item in one) == sorted(str(item).casefold() for item in other)
    return one == other
