"""Reading a complete journal, as journal_files.py describes it, and planning what of it to bring in."""

import json
import posixpath
from dataclasses import dataclass, field
from typing import Any

import yaml

from journal.models import Attachment, Entry, Page, Repository, Topic
from journal.models.page import ABOUT
from journal.text.frontmatter import BadFrontMatter, plain_yaml, split_front_matter
from journal.text.pictures import attachment_name
from journal.text.slugs import slugify

from .fields import aware
from .formats.metadata import KINDS, as_moment
from .formats.reading import Unreadable, decode
from .journal_files import ABOUT_FILE, ENTRIES, LABELS, PICTURES, SOURCES, TAGS, TOPICS
from .naming import path_key
from .places import Place, Refused
from .plan import Action, Options, Plan, Step, same

VISIBILITIES = tuple(Entry.Visibility.values)


@dataclass(slots=True)
class Journal:
    """What a complete journal holds beside its entries."""

    topics: list[dict[str, Any]]
    tags: list[dict[str, Any]] = field(default_factory=list)
    about: dict[str, str] | None = None
    labels: dict[str, str] = field(default_factory=dict)
    repositories: list[dict[str, Any]] = field(default_factory=list)


def is_journal(place: Place) -> bool:
    return TOPICS in place.listing.sizes


def make_journal_plan(place: Place, options: Options) -> Plan:
    """What is here already is kept; what is not is created. Raises Refused where the whole makes no sense."""
    plan = Plan(Repository(name=place.name), options)
    plan.journal = journal = Journal(_topics(place))
    known = _entries()
    slugs = {topic["slug"] for stage in journal.topics for topic in (stage, *stage["topics"])}
    slugs |= set(Topic.objects.values_list("slug", flat=True))
    for path in sorted(place.listing.sizes, key=path_key):
        if path.startswith(ENTRIES) and path.endswith(".md"):
            plan.steps.append(_entry_step(path, place.read(path), known, slugs))
        elif path.startswith(PICTURES):
            plan.steps.append(_image_step(path, place.read(path)))
        elif path.startswith(SOURCES) and path.endswith(".json"):
            journal.repositories.append(_repository(path, place.read(path)))
        elif path not in (TOPICS, TAGS, ABOUT_FILE, LABELS):
            plan.steps.append(Step(Action.SKIPPED, path, reason="no part of a journal"))
    plan.steps += [Step(Action.SKIPPED, path, reason=reason) for path, reason in place.listing.skipped.items()]
    journal.tags = [tag for tag in _yaml(place, TAGS, []) if isinstance(tag, dict) and _is_words(tag.get("name"))]
    labels = _yaml(place, LABELS, {})
    journal.labels = {str(name): str(label)[:200] for name, label in labels.items()} if isinstance(labels, dict) else {}
    journal.about = _about(place)
    return plan


def split_markdown(text: str) -> tuple[dict[str, Any], str]:
    """Front matter and text, without the line feed that an export puts before and behind it."""
    values, body = split_front_matter(text)
    return values, body.removeprefix("\n").removesuffix("\n")


def _topics(place: Place) -> list[dict[str, Any]]:
    """The stages, each with its `topics`; both with all fields."""
    stages = _yaml(place, TOPICS, [])
    if not isinstance(stages, list):
        raise Refused(f"{TOPICS} is not a list of stages.")
    return [_topic(stage, levels=2) for stage in stages]


def _topic(values: Any, *, levels: int) -> dict[str, Any]:
    if not isinstance(values, dict) or not _is_words(values.get("title")) or not levels:
        raise Refused(f"{TOPICS}: each stage, and each of its topics, needs a title; there are two levels.")
    inner = values.get("topics") or []
    if not isinstance(inner, list):
        raise Refused(f"{TOPICS}: the topics of “{values['title']}” are not a list.")
    words = {name: str(values.get(name) or "") for name in ("title", "summary", "why", "body")}
    return {
        **words,
        "slug": slugify(str(values.get("slug") or values["title"])),
        "target_on": as_moment(values["target_on"]).date() if values.get("target_on") else None,
        "formerly": _slugs(values.get("formerly")),
        "topics": [_topic(topic, levels=levels - 1) for topic in inner],
    }


def _entries() -> dict[str, Entry]:
    entries = Entry.objects.select_related("topic").prefetch_related("tags")
    return {entry.slug: entry for entry in entries.defer("html", "text", "card_html", "head_html")}


def _entry_step(path: str, data: bytes, known: dict[str, Entry], topics: set[str]) -> Step:
    step = Step(Action.CREATE, path, noun="entry")
    try:
        values, body = split_markdown(decode(data))
        step.brought = _entry_values(path, values, body)
    except (Unreadable, BadFrontMatter, ValueError) as error:
        step.action, step.reason = Action.FAILED, str(error)
        return step
    step.title, step.kind, step.changes = step.brought["title"], step.brought["kind"], step.brought
    here = known.get(step.brought["slug"])
    if step.brought["topic"] not in topics:
        step.action, step.reason = Action.FAILED, f"there is no topic “{step.brought['topic']}”"
    elif here and _reads_alike(here, step.brought):
        step.action = Action.UNCHANGED
    elif here:
        step.action, step.reason = Action.CONFLICT, "another entry has this address here; that one is kept"
    return step


def _entry_values(path: str, values: dict[str, Any], body: str) -> dict[str, Any]:
    """The fields of an entry. Raises ValueError with what is wrong."""
    title, kind = values.get("title"), values.get("kind", "note")
    visibility = values.get("visibility", "public")
    if not _is_words(title):
        raise ValueError("it has no title")
    if kind not in KINDS or visibility not in VISIBILITIES:
        raise ValueError(f"“{kind}” is no kind, or “{visibility}” is no visibility")
    moments = {name: aware(as_moment(values[name])) for name in ("date", "created", "updated") if values.get(name)}
    created = moments.get("created") or moments.get("date")
    return {
        "title": str(title),
        "slug": slugify(str(values.get("slug") or posixpath.basename(path).removesuffix(".md"))),
        "topic": str(values.get("topic")),
        "kind": kind,
        "tags": [str(tag) for tag in values.get("tags") or [] if _is_words(tag)],
        "summary": str(values.get("summary") or ""),
        "visibility": visibility,
        "author": str(values.get("author") or ""),
        "body": body,
        "published_at": None if values.get("draft") else moments.get("date"),
        "created_at": created,
        "updated_at": moments.get("updated") or created,
        "formerly": _slugs(values.get("formerly")),
    }


def _reads_alike(entry: Entry, values: dict[str, Any]) -> bool:
    names = ("title", "kind", "summary", "visibility", "body", "published_at")
    alike = all(getattr(entry, name) == values[name] for name in names)
    return (
        alike and entry.topic.slug == values["topic"] and same([tag.name for tag in entry.tags.all()], values["tags"])
    )


def _image_step(path: str, data: bytes) -> Step:
    name = posixpath.basename(path)
    if attachment_name(data) != name:
        return Step(Action.FAILED, path, reason="its name is not that of its contents")
    exists = Attachment.objects.filter(name=name).exists()
    return Step(Action.UNCHANGED if exists else Action.CREATE, path, noun="image", digest=name)


def _repository(path: str, data: bytes) -> dict[str, Any]:
    try:
        described = json.loads(data)
        files = described["files"]
        if _is_words(described["name"]) and all(isinstance(file["path"], str) for file in files):
            return described
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise Refused(f"{path} is not an imported repository as an export writes it.")


def _about(place: Place) -> dict[str, str] | None:
    if ABOUT_FILE not in place.listing.sizes or Page.objects.filter(slug=ABOUT).exists():
        return None
    try:
        values, body = split_markdown(decode(place.read(ABOUT_FILE)))
    except (Unreadable, BadFrontMatter) as error:
        raise Refused(f"{ABOUT_FILE}: {error}") from None
    return {"title": str(values.get("title") or "About"), "summary": str(values.get("summary") or ""), "body": body}


def _yaml(place: Place, path: str, otherwise: Any) -> Any:
    if path not in place.listing.sizes:
        return otherwise
    try:
        return plain_yaml(decode(place.read(path))) or otherwise
    except (Unreadable, yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refused(f"{path}: {str(error).replace(chr(10), ' ')[:300]}") from None


def _slugs(value: Any) -> list[str]:
    return [slugify(str(slug)) for slug in value if _is_words(slug)] if isinstance(value, list) else []


def _is_words(value: Any) -> bool:
    return isinstance(value, str | int | float) and bool(str(value).strip())
