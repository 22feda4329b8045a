"""What follows from an entry's text, stored so that no reader waits for it: HTML, snippets, links, card and counts."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import timezone

from journal.text.document import PIPELINE_VERSION, Document
from journal.text.pictures import names_in
from journal.text.words import marks_of, pairs_of, snippet_words

from .attachment import AttachmentUse
from .failure import Failure
from .link import Link
from .rendered import with_addresses
from .snippet import Snippet
from .tag import Tag
from .tally import Tally
from .visibility import Visibility

if TYPE_CHECKING:
    from .entry import Entry

PROJECTED_TEXTS = ("html", "text", "card_html", "head_html", "code_words", "pair_words", "code_marks")
PROJECTIONS = (
    "card_html",
    "head_html",
    "excerpt",
    "minutes",
    "headings",
    "warnings",
    "pipeline_version",
    "html",
    "text",
    "code_words",
    "pair_words",
    "code_marks",
)


def project(entry: "Entry", document: Document) -> None:
    """Store all of it. Call in the transaction that saves the text."""
    snippets = Snippet.rebuild(entry, document.snippets, entry.published_at)
    entry.taggings.update(published_at=entry.published_at)
    Link.rebuild(entry, document.links)
    AttachmentUse.rebuild(entry, names_in(entry.body))
    Failure.rebuild(entry, entry.title, document)
    take(entry, document)
    link(entry, document, snippets)
    draw(entry, list(entry.tags.all()))
    entry.save(update_fields=PROJECTIONS)
    _tally(entry)


def redraw(entry: "Entry") -> None:
    """Store its card and its counts anew, from the row as it is."""
    draw(entry, list(entry.tags.all()))
    entry.touched_at = timezone.now()
    entry.save(update_fields=["card_html", "head_html", "touched_at"])
    _tally(entry)


def take(entry: "Entry", document: Document) -> None:
    """Set the fields that follow from its text alone, not yet saved."""
    entry.text = document.text
    entry.excerpt = document.excerpt
    entry.minutes = document.minutes
    entry.headings = [asdict(heading) for heading in document.headings]
    entry.warnings = [asdict(warning) for warning in document.warnings]
    entry.pipeline_version = PIPELINE_VERSION
    entry.code_words = " ".join(snippet_words(document.snippets))
    entry.pair_words = " ".join(pairs_of(f"{entry.title}\n{entry.summary}\n{document.text}"))
    entry.code_marks = " ".join(marks_of(document.snippets))


def link(entry: "Entry", document: Document, snippets: Iterable[Snippet]) -> None:
    """Set its HTML, with the addresses of its snippets; not yet saved. An unlisted entry's have none for others."""
    is_unlisted = entry.visibility == Visibility.UNLISTED
    addresses = {row.position: row.anchor if is_unlisted else row.get_absolute_url() for row in snippets}
    entry.html = with_addresses(document.html, addresses)


def draw(entry: "Entry", tags: list[Tag]) -> None:
    """What its name, date, topic and tags look like in a list and at the head of its page; not yet saved."""
    long = len(entry.headings) > 3
    contents = [heading for heading in entry.headings if long and heading["level"] < 4]
    corrections = list(entry.revisions.filter(is_notable=True).defer("body")) if entry.version > 1 else []
    context = {"entry": entry, "tags": tags, "contents": contents, "corrections": corrections}
    with timezone.override(None):  # for readers, whatever the time is where the author is
        entry.card_html = render_to_string("journal/entries/_card.html", context)
        entry.head_html = render_to_string("journal/entries/_head.html", context)


def tally_keys(entry: "Entry", tags: Iterable[int], languages: Iterable[str]) -> list[list[str]]:
    """What it counts under, given its tags' keys and its snippets' languages."""
    if entry.published_at is None or entry.visibility != Visibility.PUBLIC:
        return []
    year = timezone.localtime(entry.published_at, timezone.get_default_timezone()).year
    names: list[tuple[str, object]] = [("topic", entry.topic_id), ("year", year)]
    names += [("tag", tag) for tag in tags] + [("language", language) for language in languages]
    return [[group, str(name), entry.kind] for group, name in names]


def tallied_so_far(entry: "Entry") -> list[list[str]]:
    """As the row has it: this instance may have been read before someone else's change."""
    row = type(entry).objects.select_for_update().filter(pk=entry.pk)
    return row.values_list("tallied", flat=True).first() or []


def _tally(entry: "Entry") -> None:
    """Count it where it belongs now, and no longer where it was counted before."""
    tags = entry.taggings.order_by("tag").values_list("tag", flat=True)
    keys = tally_keys(entry, tags, entry.snippets.values_list("language", flat=True))
    Tally.move(tallied_so_far(entry), keys)
    entry.tallied = keys
    entry.save(update_fields=["tallied"])
