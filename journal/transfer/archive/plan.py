"""Reading a complete journal, as files.py writes it, and planning what of it to bring in."""

import hashlib
import json
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from journal.models import Attachment, Entry, Page, Repository, Source, Topic, TrashedEntry
from journal.models.errors import UnacceptableText
from journal.models.page import ABOUT, SUMMARY_LIMIT
from journal.models.rendered import BODY_LIMIT, acceptable_text
from journal.models.topic import WHY_LIMIT
from journal.text.frontmatter import BadFrontMatter, split_front_matter
from journal.text.pictures import is_name_of
from journal.text.plain_yaml import plain_yaml
from journal.text.slugs import slugify
from journal.transfer.formats.dates import as_moment
from journal.transfer.formats.metadata import MAX_TAG
from journal.transfer.formats.reading import Unreadable, decode
from journal.transfer.moments import aware
from journal.transfer.naming import KINDS, path_key
from journal.transfer.places import Place, Refused
from journal.transfer.plan import Action, Options, Plan, Step, same

from .files import ABOUT_FILE, ENTRIES, INDEX, LABELS, MANIFEST, PICTURES, SOURCES, TAGS, TOPICS

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
    """Whether this is a whole journal, as an export or the demo is, and not just a repository with such a file."""
    sizes = place.listing.sizes
    return TOPICS in sizes and (MANIFEST in sizes or any(path.startswith(ENTRIES) for path in sizes))


def make_journal_plan(place: Place, options: Options) -> Plan:
    """The plan of bringing in a whole journal: what is here is kept, what is not is created. Raises Refused."""
    plan = Plan(Repository(name=place.name), options)
    plan.journal = journal = Journal(_topics(place))
    known = {entry.slug: entry for entry in _entries()}
    slugs = {topic["slug"] for stage in journal.topics for topic in (stage, *stage["topics"])}
    slugs |= set(Topic.objects.values_list("slug", flat=True))
    trashed = set(TrashedEntry.objects.values_list("slug", flat=True))
    for path in sorted(place.listing.sizes, key=path_key):
        if path.startswith(ENTRIES) and path.endswith(".md"):
            plan.steps.append(_unless_in_the_trash(_entry_step(path, place.read(path), known, slugs), trashed))
        elif path.startswith(PICTURES):
            plan.steps.append(_image_step(path, place.read(path)))
        elif path.startswith(SOURCES):
            if path.endswith(f"/{INDEX}"):
                journal.repositories.append(_repository(path, place))
        elif path not in (TOPICS, TAGS, ABOUT_FILE, LABELS, MANIFEST):
            plan.steps.append(Step(Action.SKIPPED, path, reason="no part of a journal"))
    for path, reason in place.listing.skipped.items():
        is_part = path.startswith((ENTRIES, PICTURES, SOURCES)) or path in (TOPICS, TAGS, ABOUT_FILE)
        action = Action.FAILED if is_part else Action.SKIPPED
        plan.steps.append(Step(action, path, reason=reason))
    _fail_doubles(plan.steps)
    journal.tags = _tags(place)
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
    limits = {"title": 200, "summary": 300, "why": WHY_LIMIT, "body": BODY_LIMIT}
    words = {name: _checked(TOPICS, values.get(name) or "", limit) for name, limit in limits.items()}
    try:
        target_on = as_moment(values["target_on"]).date() if values.get("target_on") else None
    except ValueError:
        raise Refused(f"{TOPICS}: the target date of “{values['title']}” is no date.") from None
    return {
        **words,
        "slug": slugify(str(values.get("slug") or values["title"])),
        "target_on": target_on,
        "formerly": _slugs(values.get("formerly")),
        "topics": [_topic(topic, levels=levels - 1) for topic in inner],
    }


def _entries() -> Iterable[Entry]:
    return Entry.objects.without_projections().select_related("topic").prefetch_related("tags")


def _fail_doubles(steps: list[Step]) -> None:
    """Two files that want one address: the second one fails."""
    seen: set[str] = set()
    for step in steps:
        if step.action == Action.CREATE and step.noun == "entry":
            if step.brought["slug"] in seen:
                step.action, step.reason = Action.FAILED, f"another file has the address “{step.brought['slug']}” too"
            seen.add(step.brought["slug"])


def _tags(place: Place) -> list[dict[str, Any]]:
    rows = _yaml(place, TAGS, [])
    found = []
    if isinstance(rows, list):
        for row in rows:
            if isinstance(row, dict) and _is_words(row.get("name")):
                _checked(TAGS, row["name"], MAX_TAG)
                found.append(row)
    return found


def _checked(path: str, words: Any, limit: int) -> str:
    """The words, if the journal can keep them. Raises Refused."""
    try:
        return acceptable_text(str(words), limit)
    except UnacceptableText as error:
        raise Refused(f"{path}: {error}") from None


def _entry_step(path: str, data: bytes, known: dict[str, Entry], topics: set[str]) -> Step:
    step = Step(Action.CREATE, path, noun="entry")
    try:
        values, body = split_markdown(decode(data))
        step.brought = _entry_values(path, values, body)
        acceptable_text(body)
    except (Unreadable, BadFrontMatter, UnacceptableText, ValueError) as error:
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


def _unless_in_the_trash(step: Step, trashed: set[str]) -> Step:
    if step.action == Action.CREATE and step.brought["slug"] in trashed:
        step.action = Action.CONFLICT
        step.reason = "an entry in the trash has this address: restore it, or empty the trash, and bring this in again"
    return step


def _entry_values(path: str, values: dict[str, Any], body: str) -> dict[str, Any]:
    """The fields of an entry. Raises ValueError with what is wrong."""
    title, kind = values.get("title"), values.get("kind", "note")
    visibility = values.get("visibility", "public")
    if not _is_words(title):
        raise ValueError("it has no title")
    if kind not in KINDS or visibility not in VISIBILITIES:
        raise ValueError(f"“{kind}” is no kind, or “{visibility}” is no visibility")
    acceptable_text(str(title), 200)
    acceptable_text(str(values.get("summary") or ""), 300)
    tags = values.get("tags") or []
    if not isinstance(tags, list) or not all(_is_words(tag) and len(str(tag)) <= MAX_TAG for tag in tags):
        raise ValueError(f"its tags are not a list of words of up to {MAX_TAG} characters")
    acceptable_text(" ".join(map(str, tags)))
    moments = {name: aware(as_moment(values[name])) for name in ("date", "created", "updated") if values.get(name)}
    created = moments.get("created") or moments.get("date")
    return {
        "title": str(title),
        "slug": slugify(str(values.get("slug") or posixpath.basename(path).removesuffix(".md"))),
        "topic": str(values.get("topic")),
        "kind": kind,
        "tags": [" ".join(str(tag).split()) for tag in tags],
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
    if not is_name_of(name, data):
        return Step(Action.FAILED, path, reason="its name is not that of its contents")
    exists = Attachment.objects.filter(name=name).exists()
    action = Action.UNCHANGED if exists else Action.CREATE
    return Step(action, path, noun="image", digest=name)


def _repository(path: str, place: Place) -> dict[str, Any]:
    """The index of an imported repository, each of its files with its `content`. Raises Refused."""
    folder = path.removesuffix(INDEX)
    try:
        described = json.loads(place.read(path))
        for file in described["files"]:
            _checked(path, file["path"], 4_000)
            if file["format"] not in Source.Format.values or not isinstance(file["brought"], dict):
                raise KeyError
            acceptable_text(json.dumps(file["brought"], ensure_ascii=False), 10 * BODY_LIMIT)
            has_content = f"{folder}{file['digest']}" in place.listing.sizes
            file["content"] = place.read(f"{folder}{file['digest']}") if has_content else b""
            if has_content and hashlib.sha256(file["content"]).hexdigest() != file["digest"]:
                raise Refused(f"{folder}{file['digest']} is not what its name says.")
        _checked(path, described["name"], 200)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UnacceptableText):
        raise Refused(f"{path} is not an imported repository as an export writes it.") from None
    return described  # type: ignore[no-any-return]


def _about(place: Place) -> dict[str, str] | None:
    if ABOUT_FILE not in place.listing.sizes or Page.objects.filter(slug=ABOUT).exists():
        return None
    try:
        values, body = split_markdown(decode(place.read(ABOUT_FILE)))
    except (Unreadable, BadFrontMatter) as error:
        raise Refused(f"{ABOUT_FILE}: {error}") from None
    return {
        "title": _checked(ABOUT_FILE, values.get("title") or "About", 200),
        "summary": _checked(ABOUT_FILE, values.get("summary") or "", SUMMARY_LIMIT),
        "body": _checked(ABOUT_FILE, body, BODY_LIMIT),
    }


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
