"""Many new entries at once: the same rows as `Entry.revise` makes, in a few statements a hundred entries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from journal.text.document import Document
from journal.text.pictures import names_in

from .attachment import AttachmentUse
from .entry import Entry
from .failure import Failure
from .link import Link
from .projecting import PROJECTIONS, draw, link, take, tally_keys
from .rendered import acceptable_text, with_addresses
from .snippet import Snippet
from .tag import Tag, Tagging
from .tally import Tally

BATCH = 100


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is not yet saved, its slug settled and free; the Document of its body; its tags."""

    entry: Entry
    document: Document
    tags: list[Tag] = field(default_factory=list)


@transaction.atomic
def create_entries(new: Iterable[NewEntry]) -> list[int]:
    """Save them all, or none; their keys, in order. `new` is asked for a batch at a time.

    Raises what `Entry.revise` raises, and IntegrityError for a slug that is taken after all.
    """
    iterator = iter(new)
    made: list[int] = []
    counted: list[list[str]] = []
    while batch := list(islice(iterator, BATCH)):
        _create(batch)
        made += [item.entry.pk for item in batch]
        counted += [key for item in batch for key in item.entry.tallied]
    Tally.move([], counted)
    for start in range(0, len(made), 500):
        Link.adopt_all(Entry.objects.filter(pk__in=made[start : start + 500]))
    return made


def _create(batch: list[NewEntry]) -> None:
    for item in batch:
        _prepare(item)
    entries = [item.entry for item in batch]
    Entry.objects.bulk_create(entries)
    snippets = _create_snippets(batch)
    for item in batch:
        link(item.entry, item.document, snippets.get(item.entry.pk, []))
    Entry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["id"], update_fields=["html"])
    Tagging.objects.bulk_create(
        Tagging(entry=item.entry, tag=tag, published_at=item.entry.published_at) for item in batch for tag in item.tags
    )
    Link.make([(item.entry, item.document.links) for item in batch])
    AttachmentUse.make([(item.entry, names_in(item.entry.body)) for item in batch])
    Failure.make([(item.entry, item.entry.title, item.document) for item in batch])


def _prepare(item: NewEntry) -> None:
    entry = item.entry
    acceptable_text(entry.body)
    entry.clean_fields(exclude=["author", "topic", "stage", "slug", *PROJECTIONS])
    entry.version = 1
    entry.stage_id = entry.topic.parent_id or entry.topic_id
    take(entry, item.document)
    draw(entry, item.tags)
    tags = sorted(tag.pk for tag in item.tags)
    entry.tallied = tally_keys(entry, tags, [snippet.language for snippet in item.document.snippets])


def _create_snippets(batch: list[NewEntry]) -> dict[int, list[Snippet]]:
    """The snippets of each entry. Their HTML names that key, so it comes in a second statement."""
    rows, found = [], []
    for item in batch:
        for snippet in item.document.snippets:
            row = Snippet(entry_id=item.entry.pk)
            row.take(snippet, item.entry.published_at)
            rows.append(row)
            found.append(snippet)
    Snippet.objects.bulk_create(rows)
    made: dict[int, list[Snippet]] = {}
    for row, snippet in zip(rows, found, strict=True):
        row.html = with_addresses(snippet.html, {row.position: row.get_absolute_url()})
        made.setdefault(row.entry_id, []).append(row)
    if rows:
        Snippet.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=["html"])
    return made
