"""The roadmap: topics in their stages, each with what has been written on it."""

from dataclasses import dataclass
from typing import Any

from journal.database.kept import kept
from journal.models.entries.entry import Entry
from journal.models.entries.tally import Counts

from .counts import public_counts
from .topics import TopicRow, all_topics


@dataclass(frozen=True, slots=True)
class Station:
    """A stage or a topic with the counts of its entries. A stage's counts include its topics'."""

    topic: TopicRow
    kinds: tuple[tuple[str, str, int], ...]  # (kind, what people call so many of it, how many)
    total: int
    steps: tuple["Station", ...] = ()

    @property
    def begun_count(self) -> int:
        """How many of its topics have at least one entry."""
        return sum(1 for step in self.steps if step.total)


@dataclass(frozen=True, slots=True)
class Roadmap:
    stages: list[Station]

    @staticmethod
    @kept
    def read() -> "Roadmap":
        """Three queries an edition, whatever the size of the journal."""
        return Roadmap.of(all_topics(), public_counts("topic"))

    @classmethod
    def of(cls, topics: list[TopicRow], counts: Counts) -> "Roadmap":
        children: dict[Any, list[TopicRow]] = {}
        for topic in topics:
            children.setdefault(topic.parent_id, []).append(topic)
        return cls([_stage(stage, children.get(stage.pk, []), counts) for stage in children.get(None, [])])

    @property
    def total(self) -> int:
        return sum(stage.total for stage in self.stages)

    def find(self, slug: str) -> Station | None:
        for stage in self.stages:
            for step in (stage, *stage.steps):
                if step.topic.slug == slug:
                    return step
        return None

    def stage_of(self, step: Station) -> Station | None:
        return next((stage for stage in self.stages if step in stage.steps), None)


def _stage(stage: TopicRow, topics: list[TopicRow], counts: Counts) -> Station:
    steps = tuple(_step(topic, counts, [topic.pk]) for topic in topics)
    return _step(stage, counts, [stage.pk, *(topic.pk for topic in topics)], steps)


def _step(topic: TopicRow, counts: Counts, keys: list[int], steps: tuple[Station, ...] = ()) -> Station:
    by_kind = counts.by_kind(*keys)
    found = [kind for kind in Entry.Kind if kind in by_kind]
    kinds = tuple((kind.value, _called(kind.label, by_kind[kind]), by_kind[kind]) for kind in found)
    return Station(topic, kinds, sum(by_kind.values()), steps)


def _called(label: str, count: int) -> str:
    """ "note" for one, "notes" for more; practice has no plural."""
    return label.lower() + ("s" if count != 1 and label != "Practice" else "")
