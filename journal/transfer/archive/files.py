"""A complete journal as files: what each file holds, in both directions. Pure but for the rows it reads.

topics.yaml            the roadmap, and that this is a journal
entries/<slug>.md      every entry, Markdown with front matter
attachments/<name>     every image, attachments.yaml what they were called
about.md, tags.yaml    the about page; the tags with their addresses
sources/<name>/        imported repositories: index.json, and each file's bytes under their hash, to be written back
files.txt              what belongs to the export, which is what the next one into this folder may remove
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import yaml
from django.db.models import QuerySet
from django.utils import timezone

from journal.database.viewer import VISITOR
from journal.models import Address, Attachment, Entry, Page, Repository, Source, Tag, Topic
from journal.models.page import ABOUT
from journal.text.pictures import ATTACHMENTS, IN_TEXT
from journal.text.slugs import slugify

TOPICS, TAGS, ABOUT_FILE, LABELS, MANIFEST = "topics.yaml", "tags.yaml", "about.md", "attachments.yaml", "files.txt"
INDEX = "index.json"
ENTRIES, PICTURES, SOURCES = "entries/", "attachments/", "sources/"
MAX_NAME = 240  # bytes of a file's name, of the 255 that file systems take


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks; nothing as a reference to something above."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    if any(mark in value for mark in "\x85\u2028\u2029"):  # which YAML would take for the end of a line
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)


def journal_files(*, only_published: bool, report: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file of the journal, in order. The same journal gives the same files.

    `only_published` leaves out all that a visitor would not find in lists, and the imported repositories.
    What is missing (an image whose file is lost) is told to `report`, and left out.
    """
    paths = [MANIFEST]
    for path, data in _files(only_published=only_published, report=report):
        paths.append(path)
        yield path, data
    yield MANIFEST, "".join(f"{path}\n" for path in sorted(paths)).encode()


def _files(*, only_published: bool, report: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    entries = Entry.objects.order_by("slug").select_related("topic", "author").prefetch_related("tags")
    entries = entries.without_projections()
    if only_published:
        entries = entries.visible_to(VISITOR)
    texts = [topic.why + topic.body for topic in Topic.objects.all()]
    yield from _about(texts)
    formerly = former_slugs("entry")
    for entry in entries.iterator(chunk_size=500):
        texts += [match[0] for match in IN_TEXT.finditer(entry.body)]
        yield f"{ENTRIES}{file_name(entry.slug)}", entry_file(entry, formerly.get(entry.pk, []))
    yield topics_file()
    if only_published:
        yield from _tags(entries)
        yield from _attachments("\n".join(texts), report)
    else:
        yield from _tags(None)
        yield from _attachments(None, report)
        for repository in Repository.objects.order_by("name"):
            yield from _sources(repository)


def file_name(slug: str) -> str:
    """The file of an entry; a slug too long for a file's name is cut, and stands in the front matter whole."""
    if len(slug.encode()) <= MAX_NAME:
        return f"{slug}.md"
    return f"{slug.encode()[: MAX_NAME - 20].decode(errors='ignore')}-{_mark(slug)}.md"


def markdown(values: Mapping[str, Any], body: str) -> bytes:
    """Front matter, an empty line, and the text with one line feed behind it: `split_markdown` takes both off again."""
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    return f"---\n{dump(kept)}---\n\n{body}\n".encode()


def entry_file(entry: Entry, formerly: list[str]) -> bytes:
    """An entry as Markdown with front matter."""
    values = {
        "title": entry.title,
        "slug": entry.slug if file_name(entry.slug) != f"{entry.slug}.md" else None,
        "topic": entry.topic.slug,
        "kind": entry.kind,
        "tags": sorted(tag.name for tag in entry.tags.all()),
        "date": _moment(entry.published_at),
        "draft": True if entry.published_at is None else None,
        "visibility": entry.visibility if entry.visibility != Entry.Visibility.PUBLIC else None,
        "summary": entry.summary,
        "author": entry.author.get_username() if entry.author else None,
        "created": _moment(entry.created_at),
        "updated": _moment(entry.updated_at),
        "formerly": formerly,
    }
    return markdown(values, entry.body)


def _moment(moment: datetime | None) -> datetime | None:
    return moment and timezone.localtime(moment, timezone.get_fixed_timezone(0))


def _about(texts: list[str]) -> Iterator[tuple[str, bytes]]:
    page = Page.objects.filter(slug=ABOUT).first()
    if page:
        texts.append(page.body)
        yield ABOUT_FILE, markdown({"title": page.title, "summary": page.summary}, page.body)


def topics_file() -> tuple[str, bytes]:
    return TOPICS, dump(_topics()).encode()


def _topics() -> list[dict[str, Any]]:
    """Stages with their topics, in order."""
    formerly = former_slugs("topic")
    children: dict[int | None, list[Topic]] = {}
    for topic in Topic.objects.order_by("position", "pk"):
        children.setdefault(topic.parent_id, []).append(topic)

    def described(topic: Topic) -> dict[str, Any]:
        values = {
            "slug": topic.slug,
            "title": topic.title,
            "summary": topic.summary,
            "why": topic.why,
            "body": topic.body,
            "target_on": topic.target_on,
            "formerly": formerly.get(topic.pk, []),
            "topics": [described(child) for child in children.get(topic.pk, [])],
        }
        return {name: value for name, value in values.items() if value not in (None, "", [])}

    return [described(stage) for stage in children.get(None, [])]


def _tags(entries: QuerySet[Entry] | None) -> Iterator[tuple[str, bytes]]:
    formerly = former_slugs("tag")
    tags = Tag.objects.order_by("name") if entries is None else Tag.objects.filter(entries__in=entries).distinct()
    rows = []
    for tag in tags.order_by("name"):
        row: dict[str, Any] = {"name": tag.name}
        if tag.slug != slugify(tag.name):
            row["slug"] = tag.slug
        if formerly.get(tag.pk):
            row["formerly"] = formerly[tag.pk]
        rows.append(row)
    if rows:
        yield TAGS, dump(rows).encode()


def _attachments(texts: str | None, report: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    """All of them, or those that the texts show."""
    attachments = Attachment.objects.order_by("name")
    if texts is not None:
        shown = {match[0].removeprefix(ATTACHMENTS) for match in IN_TEXT.finditer(texts)}
        attachments = attachments.filter(name__in=shown)
    labels = {}
    for attachment in attachments.iterator():
        try:
            yield PICTURES + attachment.name, attachment.read()
            labels[attachment.name] = attachment.label
        except OSError as error:
            report(f"The image {attachment.name} ({attachment.label}) is left out: {error.strerror}.")
    if labels:
        yield LABELS, dump(labels).encode()


def _sources(repository: Repository) -> Iterator[tuple[str, bytes]]:
    folder = f"{SOURCES}{slugify(repository.name)[:50]}-{_mark(repository.name)}/"
    rows = repository.sources.order_by("path", "format").select_related("entry", "topic", "attachment")
    described = []
    written = set()
    for source in rows.iterator(chunk_size=200):
        content = bytes(source.content)
        described.append(_source(source))
        if content and source.digest not in written:
            written.add(source.digest)
            yield folder + source.digest, content
    index = {
        "name": repository.name,
        "root": repository.root,
        "location": repository.location,
        "paths_digest": repository.paths_digest,
        "only": repository.only,
        "skip": repository.skip,
        "imported_at": repository.imported_at.isoformat(),
        "files": described,
    }
    yield folder + INDEX, json.dumps(index, ensure_ascii=False, indent=1).encode() + b"\n"


def _source(source: Source) -> dict[str, Any]:
    return {
        "path": source.path,
        "format": source.format,
        "encoding": source.encoding,
        "digest": source.digest,
        "gone_at": source.gone_at.isoformat() if source.gone_at else None,
        "entry": source.entry.slug if source.entry else None,
        "topic": source.topic.slug if source.topic else None,
        "attachment": source.attachment.name if source.attachment else None,
        "brought": source.brought,
    }


def former_slugs(noun: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for target, slug in Address.objects.filter(noun=noun).order_by("slug").values_list("target_id", "slug"):
        found.setdefault(target, []).append(slug)
    return found


def _mark(name: str) -> str:
    """Eight letters that keep two cut names apart."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]
