"""What readers would stumble over, of which the text alone does not know: where its links and images lead."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import reduce
from operator import or_

from django.db.models import Q

from journal.database.viewer import VISITOR, Viewer
from journal.models.attachment import Attachment
from journal.models.entries.entry import Entry
from journal.models.entries.link import targets_of
from journal.text.document import Warning
from journal.text.pictures import names_in
from journal.text.references import linked_slugs

SUGGESTED = 5  # broken links of one text that are looked up; the others are only named
CANDIDATES = 60  # slugs that are compared with each
LIKENESS = 0.6  # of a slug to the one that is missing, from 0 to 1


def broken_references(body: str, viewer: Viewer) -> list[Warning]:
    """Links that lead nowhere, with the entry that was probably meant, and images that are not there.

    What this person may not see does not exist for them.
    """
    return sorted([*_links(body, viewer), *_attachments(body)], key=lambda warning: warning.line)


def stumbles(entry: Entry, viewer: Viewer) -> list[Warning]:
    """Everything that readers of this entry would stumble over, by line; line 0 is the whole entry."""
    whole = [] if entry.body.strip() else [Warning(0, "The entry has no text.")]
    rendered = [Warning(**warning) for warning in entry.warnings]
    found = [*whole, *rendered, *broken_references(entry.body, viewer)]
    return sorted(found, key=lambda warning: warning.line)


def _links(body: str, viewer: Viewer) -> Iterator[Warning]:
    found = linked_slugs(body)
    targets = targets_of({slug for _, slug in found})
    entries = Entry.objects.filter(pk__in=set(targets.values()))
    known = set(entries.reachable_by(viewer).values_list("pk", flat=True))
    is_open = set(entries.reachable_by(VISITOR).values_list("pk", flat=True))
    suggested: dict[str, str] = {}
    for line, slug in found:
        target = targets.get(slug)
        if target in known:
            if target not in is_open:
                yield Warning(line, f"“{slug}” is an entry that readers cannot open yet.")
            continue
        if slug not in suggested and len(suggested) < SUGGESTED:
            suggested[slug] = _suggestion(slug, viewer)
        yield Warning(line, f"There is no entry “{slug}”.{suggested.get(slug, '')}")


def _suggestion(slug: str, viewer: Viewer) -> str:
    """One that begins alike or shares a word: a look at slugs alone, however many entries there are."""
    words = [word for word in sorted(slug.split("-"), key=len)[-3:] if len(word) > 2]
    slugs = Entry.objects.visible_to(viewer).order_by("slug").values_list("slug", flat=True)
    shares_a_word = reduce(or_, (Q(slug__contains=word) for word in words), Q(slug=slug))
    begins, shares = slugs.filter(slug__startswith=slug[:3]), slugs.filter(shares_a_word)
    close = get_close_matches(slug, {*begins[:CANDIDATES], *shares[:CANDIDATES]}, n=1, cutoff=LIKENESS)
    return f" Did you mean “{close[0]}”?" if close else ""


def _attachments(body: str) -> Iterator[Warning]:
    names = names_in(body)
    missing = names - set(Attachment.objects.filter(name__in=names).values_list("name", flat=True)) if names else set()
    for number, line in enumerate(body.split("\n"), start=1) if missing else ():
        for name in names_in(line) & missing:
            yield Warning(number, f"There is no file “{name}” in the journal.")
