"""What follows from an entry's text, stored so that no reader waits for it: HTML, snippets, links, card and counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from journal.database.writes import Writes, reserve, update_now
from journal.models.attachment import AttachmentUse
from journal.models.rendered import with_addresses
from journal.models.tag import Tag, Tagging
from journal.models.visibility import Visibility
from journal.text.document import PIPELINE_VERSION, Document
from journal.text.pictures import names_in
from journal.text.words import marks_of, pairs_of, snippet_words

from .failure import Failure
from .fields import EntryFields
from .link import Link
from .participants import Parts, SavedText, follow, parts_of
from .revision import Revision
from .snippet import Snippet
from .tally import Keys, Tally
from .written import Written

PROJECTED_TEXTS = ("html", "text", "card_html", "head_html", "code_words", "pair_words", "code_marks")
PROJECTIONS = (*PROJECTED_TEXTS, "excerpt", "minutes", "headings", "warnings", "pipeline_version", "tallied")


def store(written: Sequence[Written], fields: Iterable[str] = (), *, tallied: dict[int, Keys] | None = None) -> None:
    """Save these entries, new ones among them, with all that follows from their texts. Within a change that holds them.

    Of those that are there already, `fields` are written beside the projections; `tallied` says under which keys they
    are counted so far.
    """
    writes = Writes()
    project(written, writes, fields, tallied=tallied)
    writes.make()


def project(
    written: Sequence[Written], writes: Writes, fields: Iterable[str] = (), *, tallied: dict[int, Keys] | None = None
) -> None:
    """Prepare what `store` writes. Nothing is saved yet; new entries get their keys."""
    entries = [item.entry for item in written]
    new = [entry for entry in entries if entry.pk is None]
    known = [entry for entry in entries if entry.pk is not None]
    for entry, key in zip(new, _keys_for(new), strict=True):
        entry.pk = key
    for item in written:
        take(item.entry, item.document)
    tags = _take_tags(written, known, writes)
    snippets = Snippet.rebuild(
        [(item.entry.pk, item.document.snippets, item.entry.published_at) for item in written], writes
    )
    Link.rebuild([(item.entry, item.document.links) for item in written], writes)
    AttachmentUse.rebuild([(item.entry, names_in(item.entry.body)) for item in written], writes)
    Failure.rebuild([(item.entry, item.entry.title, item.document) for item in written], writes)
    _draw_all(written, known, tags, snippets)
    so_far: Keys = []
    from_now_on: Keys = []
    for entry in entries:
        so_far += (tallied or {}).get(entry.pk, [])
        entry.tallied = _tally_keys(entry, tags[entry.pk], snippets[entry.pk])
        from_now_on += entry.tallied
    # Last, and once: whatever the search index knows of an entry is there by then.
    writes.insert(new)
    writes.update(known, [*fields, *PROJECTIONS])
    saved = [SavedText(item.entry, item.document, snippets[item.entry.pk]) for item in written]
    writes.then(lambda: Tally.move(so_far, from_now_on))
    writes.then(lambda: Link.settle(entries))
    writes.then(lambda: _let_follow(saved))


def _draw_all(
    written: Sequence[Written],
    known: Sequence[EntryFields],
    tags: Mapping[int, list[Tag]],
    snippets: Mapping[int, list[Snippet]],
) -> None:
    """Set the HTML, card and head of each, with the correction that is being saved; not yet saved."""
    corrections = _corrections_of(known)
    parts = parts_of([item.entry.pk for item in written])
    for item in written:
        entry = item.entry
        _fill_addresses(entry, item.document, snippets[entry.pk])
        told = corrections.get(entry.pk, [])
        if item.note:
            told = [{"saved_at": entry.updated_at, "note": item.note}, *told]
        draw(entry, tags[entry.pk], told, parts[entry.pk])


def _let_follow(saved: Sequence[SavedText]) -> None:
    changed = follow(saved)
    if not changed:
        return
    here = [text.entry for text in saved if text.entry.pk in changed]
    _redraw(here)
    others: Any = type(saved[0].entry)._default_manager.filter(pk__in=changed)
    others.exclude(pk__in=[entry.pk for entry in here]).redraw()


def redraw(entries: Sequence[EntryFields]) -> None:
    """Store the cards and counts of these rows anew, as they are now. Call it within a change that holds them."""
    for entry in entries:
        entry.touched_at = timezone.now()
    _redraw(entries)


def _redraw(entries: Sequence[EntryFields]) -> None:
    tags = _tags_by_entry([entry.pk for entry in entries], _taggings_of(entries))
    corrections = _corrections_of(entries)
    parts = parts_of(tags)
    languages: dict[int, list[Snippet]] = {entry.pk: [] for entry in entries}
    for snippet in Snippet.objects.filter(entry__in=languages).only("entry", "language"):
        languages[snippet.entry_id].append(snippet)
    for entry in entries:
        draw(entry, tags[entry.pk], corrections.get(entry.pk, []), parts[entry.pk])
        so_far, entry.tallied = entry.tallied, _tally_keys(entry, tags[entry.pk], languages[entry.pk])
        Tally.move(so_far, entry.tallied)
    update_now(entries, ["card_html", "head_html", "touched_at", "tallied"])


def take(entry: EntryFields, document: Document) -> None:
    """Set the fields that follow from its text alone, not yet saved."""
    entry.text = document.text
    entry.excerpt = document.excerpt
    entry.minutes = document.minutes
    entry.headings = [asdict(heading) for heading in document.headings]
    entry.warnings = [asdict(warning) for warning in document.warnings]
    entry.code_words = " ".join(snippet_words(document.snippets))
    entry.pair_words = " ".join(pairs_of(f"{entry.title}\n{entry.summary}\n{document.text}"))
    entry.code_marks = " ".join(marks_of(document.snippets))
    entry.pipeline_version = PIPELINE_VERSION


def draw(entry: EntryFields, tags: Iterable[Tag], corrections: Sequence[Any], parts: Parts) -> None:
    """Set what its name, date, topic and tags look like in a list and at the head of its page; not yet saved."""
    is_long = len(entry.headings) > 3
    context = {
        "entry": entry,
        "tags": sorted(tags, key=str),
        "contents": [heading for heading in entry.headings if is_long and heading["level"] < 4],
        "corrections": corrections,
        "parts": parts,
    }
    with timezone.override(None):  # for readers, whatever the time is where the author is
        entry.card_html = render_to_string("journal/entries/_card.html", context)
        entry.head_html = render_to_string("journal/entries/_head.html", context)


def _taggings_of(entries: Sequence[EntryFields]) -> list[Tagging]:
    return (
        list(Tagging.objects.filter(entry__in=[entry.pk for entry in entries]).select_related("tag")) if entries else []
    )


def _tags_by_entry(keys: Iterable[int], taggings: Iterable[Tagging]) -> dict[int, list[Tag]]:
    found: dict[int, list[Tag]] = {key: [] for key in keys}
    for tagging in taggings:
        found[tagging.entry_id].append(tagging.tag)
    return found


def _keys_for(new: Sequence[EntryFields]) -> list[int]:
    return reserve(type(new[0]), len(new)) if new else []


def _take_tags(written: Sequence[Written], known: Sequence[EntryFields], writes: Writes) -> dict[int, list[Tag]]:
    """Make their taggings those of the tags that were given, and of the dates that they have now; the tags by entry."""
    at = {item.entry.pk: item.entry.published_at for item in written}
    there = {(tagging.entry_id, tagging.tag_id): tagging for tagging in _taggings_of(known)}
    tags = _tags_by_entry(at, there.values())
    tags |= {item.entry.pk: list(item.tags) for item in written if item.tags is not None}
    wanted: set[tuple[int, int]] = set()
    for entry, given in tags.items():
        wanted.update((entry, tag.pk) for tag in given)
    gone = [tagging.pk for pair, tagging in there.items() if pair not in wanted]
    new = [Tagging(entry_id=entry, tag_id=tag, published_at=at[entry]) for entry, tag in sorted(wanted - there.keys())]
    moved = []
    for pair, tagging in there.items():
        moment = at[tagging.entry_id]
        if pair in wanted and tagging.published_at != moment:
            tagging.published_at = moment
            moved.append(tagging)
    if known and (gone or new):
        # Out of the search index until they are written: else each tag would have them indexed anew.
        indexed = type(known[0])._default_manager.filter(pk__in=[entry.pk for entry in known])
        writes.then(lambda: indexed.update(pipeline_version=0))
    if gone:
        writes.delete(Tagging.objects.filter(pk__in=gone))
    writes.update(moved, ["published_at"])
    writes.insert(new)
    return tags


def _corrections_of(entries: Iterable[EntryFields]) -> dict[int, list[dict[str, Any]]]:
    """`saved_at` and `note` of each correction that readers are told of, newest first, by the entry's key."""
    changed = [entry.pk for entry in entries if entry.version > 1]
    found: dict[int, list[dict[str, Any]]] = {}
    if changed:
        notable = Revision.objects.filter(entry__in=changed, is_notable=True)
        for entry, saved_at, note in notable.values_list("entry", "saved_at", "note"):
            found.setdefault(entry, []).append({"saved_at": saved_at, "note": note})
    return found


def _fill_addresses(entry: EntryFields, document: Document, snippets: Iterable[Snippet]) -> None:
    """Set its HTML, with the addresses of its snippets. An unlisted entry's have none for others."""
    is_unlisted = entry.visibility == Visibility.UNLISTED
    addresses = {row.position: f"#{row.anchor}" if is_unlisted else row.get_absolute_url() for row in snippets}
    entry.html = with_addresses(document.html, addresses)


def _tally_keys(entry: EntryFields, tags: Iterable[Tag], snippets: Iterable[Snippet]) -> Keys:
    """What it counts under: its topic, its year and day, its tags, and the languages of its snippets."""
    if entry.published_at is None or entry.visibility != Visibility.PUBLIC:
        return []
    day = timezone.localtime(entry.published_at, timezone.get_default_timezone()).date()
    names: list[tuple[str, object]] = [("topic", entry.topic_id), ("year", day.year)]
    names += [("tag", tag.pk) for tag in sorted(tags, key=attrgetter("pk"))]
    names += [("language", snippet.language) for snippet in snippets]
    keys = [[group, str(name), entry.kind] for group, name in names]
    return [*keys, ["day", str(day), ""]]  # of whatever kind: the archive reads a year of them
