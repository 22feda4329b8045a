"""Which topics of the journal the folders of a repository are, which have to be made, and what changes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from journal.models import Address, Topic
from journal.text.slugs import SlugPool, slugify
from journal.transfer.naming import spoken
from journal.transfer.plan import Plan, PlannedTopic

from .topics import below, plan_topics, repeated


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that became a topic in an earlier import. `brought` is what that import set of it."""

    topic: Topic
    former: str  # its path then
    brought: Mapping[str, Any] = field(default_factory=dict)


def place_topics(
    plan: Plan, folders: set[str], known: Mapping[str, Folder], headings: Mapping[str, str | None]
) -> None:
    """Set the plan's topics: those that are there, by folder, those to make, and what changes of the former.

    `known` are the folders that became topics before, by their paths now; `headings` what their own texts are headed,
    None for a text that says what it said before.
    """
    topics = [_named(topic, headings.get(topic.folder) or "") for topic in plan_topics(folders, plan.repository.name)]
    if plan.options.topic:
        topics = below(topics, plan.options.topic.parent_id is None)
    placing = _Placing(plan, topics, known)
    for topic in topics:
        placing.place(topic, is_settled=headings.get(topic.folder, "") is None)
    plan.known_topics, plan.topic_slugs = placing.there, placing.slugs
    plan.planned = {topic.folder: topic for topic in topics}


class _Placing:
    """One topic after the other, stages before what is in them."""

    def __init__(self, plan: Plan, topics: list[PlannedTopic], known: Mapping[str, Folder]) -> None:
        self.plan, self.topics, self.known = plan, topics, known
        self.chosen = plan.options.topic
        self.there: dict[str, Topic] = {}
        self.slugs: dict[str, str] = {}
        self.ambiguous = repeated(topics)
        taken = set(Topic.objects.values_list("slug", flat=True))
        self.pool = SlugPool(taken | set(Address.objects.filter(noun="topic").values_list("slug", flat=True)))
        claimed = [folder.topic.pk for folder in known.values()]  # another folder's, whatever it is called
        others = Topic.objects.exclude(pk__in=claimed)
        self.existing = {(topic.slug, topic.parent_id): topic for topic in others}

    def place(self, topic: PlannedTopic, *, is_settled: bool) -> None:
        wanted = slugify(_slug_words(topic, self.topics, self.ambiguous))
        folder = self.known.get(topic.folder)
        found = folder.topic if folder else self._found(topic, wanted)
        if found is None:
            self.slugs[topic.folder] = self.pool.take(wanted)
            self.plan.topics.append(topic)
            return
        self.there[topic.folder], self.slugs[topic.folder] = found, found.slug
        if folder and not self.chosen:
            self._change(folder, topic, wanted, is_settled=is_settled)

    def _found(self, topic: PlannedTopic, slug: str) -> Topic | None:
        """The topic that was asked for, or one of this name in this place."""
        if given := _given(topic, self.chosen):
            return given
        parent = self.chosen or (self.there.get(topic.parent) if topic.parent is not None else None)
        if topic.parent is not None and parent is None:
            return None  # its stage is new
        return self.existing.get((slug, parent.pk if parent else None))

    def _change(self, folder: Folder, topic: PlannedTopic, slug: str, *, is_settled: bool) -> None:
        changes = {} if is_settled else _changes(folder, topic)
        changes |= _move(folder, topic, self.there)
        if "title" in changes and folder.topic.slug == folder.brought.get("slug", slugify(folder.topic.title)):
            changes["slug"] = self.slugs[topic.folder] = self.pool.take(slug)
        if changes:
            self.plan.topic_changes[topic.folder] = changes


def _changes(folder: Folder, planned: PlannedTopic) -> dict[str, Any]:
    """What the folder has come to say of its topic, where that was not edited here."""
    topic, brought = folder.topic, folder.brought
    by_name = spoken(folder.former.rpartition("/")[2])
    title = brought.get("title", topic.title if slugify(topic.title) == slugify(by_name) else None)
    changes: dict[str, Any] = {}
    if planned.title != topic.title == title:
        changes["title"] = planned.title
    if planned.summary != topic.summary == brought.get("summary"):
        changes["summary"] = planned.summary
    return changes


def _move(folder: Folder, planned: PlannedTopic, there: Mapping[str, Topic]) -> dict[str, Any]:
    """The folder of the stage that the topic has come to be in: None for one that has become a stage itself."""
    topic = folder.topic
    if "parent" not in folder.brought or topic.parent_id != folder.brought["parent"]:
        return {}  # it was put somewhere else here
    stage = there.get(planned.parent) if planned.parent is not None else None
    is_there = topic.parent_id is None if planned.parent is None else bool(stage and stage.pk == topic.parent_id)
    return {} if is_there else {"parent": planned.parent}


def _given(topic: PlannedTopic, chosen: Topic | None) -> Topic | None:
    """The topic that was asked for: it is the repository itself, and every folder when it is no stage."""
    return chosen if chosen and (not topic.folder or chosen.parent_id) else None


def _slug_words(topic: PlannedTopic, topics: list[PlannedTopic], ambiguous: set[str]) -> str:
    stage = next((other.title for other in topics if other.folder == topic.parent), "")
    return f"{stage} {topic.title}" if stage and topic.title.casefold() in ambiguous else topic.title


def _named(topic: PlannedTopic, heading: str) -> PlannedTopic:
    """With the heading of its own text: as its title, where that is the same name in another spelling ("Django ORM"
    for django-orm) or the whole repository's; else as its summary."""
    if heading and (slugify(heading) == slugify(topic.title) or not topic.folder):
        return replace(topic, title=heading[:200])
    return replace(topic, summary=heading[:300])
