"""Which topics of the journal the folders of a repository are, which have to be made, and what changes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from journal.models import Address, Topic
from journal.text.slugs import SlugPool, slugify

from .naming import spoken
from .plan import Plan
from .topics import PlannedTopic, below, plan_topics, repeated


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
    chosen = plan.options.topic
    if chosen:
        topics = below(topics, chosen.parent_id is None)
    taken = set(Topic.objects.values_list("slug", flat=True))
    taken |= set(Address.objects.filter(noun="topic").values_list("slug", flat=True))
    pool = SlugPool(taken)
    claimed = [folder.topic.pk for folder in known.values()]  # another folder's, whatever it is called
    existing = {(topic.slug, topic.parent_id): topic for topic in Topic.objects.exclude(pk__in=claimed)}
    ambiguous = repeated(topics)
    there: dict[str, Topic] = {}
    slugs: dict[str, str] = {}
    for topic in topics:
        folder = known.get(topic.folder)
        found = folder.topic if folder else _given(topic, chosen)
        wanted = slugify(_slug_words(topic, topics, ambiguous))
        parent = chosen or (there.get(topic.parent) if topic.parent is not None else None)
        if found is None and (topic.parent is None or parent):
            found = existing.get((wanted, parent.pk if parent else None))
        if found is None:
            slugs[topic.folder] = pool.take(wanted)
            plan.topics.append(topic)
            continue
        there[topic.folder], slugs[topic.folder] = found, found.slug
        if folder and not chosen:
            is_settled = headings.get(topic.folder, "") is None
            changes = {} if is_settled else _changes(folder, topic)
            changes |= _move(folder, topic, there)
            if "title" in changes and found.slug == folder.brought.get("slug", slugify(found.title)):
                slugs[topic.folder] = changes["slug"] = pool.take(wanted)
            if changes:
                plan.topic_changes[topic.folder] = changes
    plan.known_topics, plan.topic_slugs = there, slugs
    plan.planned = {topic.folder: topic for topic in topics}


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
