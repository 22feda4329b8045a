"""Which topics of the journal the folders of a repository are, and which have to be made."""

from collections.abc import Mapping
from dataclasses import replace

from journal.models import Address, Topic
from journal.text.slugs import SlugPool, slugify

from .plan import Plan
from .topics import PlannedTopic, below, plan_topics, repeated


def place_topics(plan: Plan, folders: set[str], known: Mapping[str, Topic], headings: Mapping[str, str]) -> None:
    """Set the plan's topics: those that are there, by folder, and those to make.

    `known` are the topics that folders became before, `headings` what the folders' own texts are headed.
    """
    topics = [_named(topic, headings.get(topic.folder, "")) for topic in plan_topics(folders, plan.repository.name)]
    chosen = plan.options.topic
    if chosen:
        topics = below(topics, chosen.parent_id is None)
    taken = set(Topic.objects.values_list("slug", flat=True))
    taken |= set(Address.objects.filter(noun="topic").values_list("slug", flat=True))
    pool = SlugPool(taken)
    existing = {(topic.slug, topic.parent_id): topic for topic in Topic.objects.all()}
    ambiguous = repeated(topics)
    there: dict[str, Topic] = {}
    slugs: dict[str, str] = {}
    for topic in topics:
        found = known.get(topic.folder) or _given(topic, chosen)
        wanted = slugify(_slug_words(topic, topics, ambiguous))
        parent = chosen or (there.get(topic.parent) if topic.parent is not None else None)
        if found is None and (topic.parent is None or parent):
            found = existing.get((wanted, parent.pk if parent else None))
        if found:
            there[topic.folder], slugs[topic.folder] = found, found.slug
            continue
        slugs[topic.folder] = pool.take(wanted)
        plan.topics.append(topic)
    plan.known_topics, plan.topic_slugs = there, slugs


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
