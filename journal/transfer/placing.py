"""Which topics of the journal the folders of a repository are, and which have to be made."""

from collections.abc import Mapping

from journal.models import Address, Topic
from journal.text.slugs import slugify, unique_slug

from .naming import spoken
from .plan import Plan
from .topics import PlannedTopic, below, plan_topics, repeated


def place_topics(plan: Plan, folders: set[str], known: Mapping[str, Topic], headings: Mapping[str, str]) -> None:
    """Set the plan's topics: those that are there, by folder, and those to make.

    `known` are the topics that folders became before, `headings` what the folders' own texts are headed.
    """
    topics = plan_topics(folders, plan.repository.name)
    chosen = plan.options.topic
    if chosen:
        topics = below(topics, chosen.parent_id is None)
    taken = set(Topic.objects.values_list("slug", flat=True))
    taken |= set(Address.objects.filter(noun="topic").values_list("slug", flat=True))
    existing = {(topic.slug, topic.parent_id): topic for topic in Topic.objects.all()}
    ambiguous = repeated(topics)
    there: dict[str, Topic] = {}
    slugs: dict[str, str] = {}
    for topic in topics:
        found = known.get(topic.folder) or _given(topic, chosen)
        wanted = slugify(_slug_words(topic, topics, ambiguous))
        parent = chosen if chosen else there.get(topic.parent or "")
        if found is None and (topic.parent is None or parent):
            found = existing.get((wanted, parent.pk if parent else None))
        if found:
            there[topic.folder], slugs[topic.folder] = found, found.slug
            continue
        slugs[topic.folder] = unique_slug(wanted, taken)
        taken.add(slugs[topic.folder])
        plan.topics.append(_named(topic, headings.get(topic.folder, "")))
    plan.known_topics, plan.topic_slugs = there, slugs


def _given(topic: PlannedTopic, chosen: Topic | None) -> Topic | None:
    """The topic that was asked for: it is the repository itself, and every folder when it is no stage."""
    return chosen if chosen and (not topic.folder or chosen.parent_id) else None


def _slug_words(topic: PlannedTopic, topics: list[PlannedTopic], ambiguous: set[str]) -> str:
    stage = next((other.title for other in topics if other.folder == topic.parent), "")
    return f"{stage} {topic.title}" if stage and topic.title.casefold() in ambiguous else topic.title


def _named(topic: PlannedTopic, heading: str) -> PlannedTopic:
    """With the spelling of its own text's heading, where that is the same name: "Django ORM" for django-orm."""
    if heading and slugify(heading) == slugify(topic.title):
        return PlannedTopic(topic.folder, heading[:200], topic.parent, topic.position)
    if heading and not topic.folder:
        return PlannedTopic(topic.folder, spoken(topic.title), topic.parent, topic.position)
    return topic
