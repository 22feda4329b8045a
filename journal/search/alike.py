"""Entries like another one: by the words of its title, its tags and its topic."""

from dataclasses import replace

from journal.database.viewer import Viewer
from journal.models import Entry, SearchDocument
from journal.text.words import words_of

from .finding import MOST, Hit, Result, hits_of, results_of
from .language import Query, Term
from .lookup import lookup_of

SHOWN = 10
SHORTEST = 4  # letters of a word that says what a text is about
TAG, TOPIC = 0.5, 0.4  # what a shared one counts beside 1 for the best match of words


def alike(viewer: Viewer, slug: str) -> tuple[str, list[Result]] | None:
    """(its title, those that are most like it), or None where this person may not open it."""
    row = Entry.objects.reachable_by(viewer).filter(slug=slug).values_list("pk", "title").first()
    if row is None:
        return None
    pk, title = row
    document = SearchDocument.objects.filter(entry=pk).values_list("names", "marks").first()
    names, marks = document or ("", "")
    words = dict.fromkeys(word for word in words_of(f"{title} {names}") if len(word) >= SHORTEST)
    query = Query(terms=tuple(Term(word) for word in words))
    lookup = replace(lookup_of(query), is_loose=True)
    hits = [hit for hit in hits_of(lookup, viewer, ranked=True)[:MOST] if hit.entry != pk] if words else []
    best = max((hit.score for hit in hits), default=1) or 1
    own = {mark for mark in marks.split() if mark.startswith(("tag", "topic"))}
    hits.sort(key=lambda hit: (-(hit.score / best + _shared(hit, own)), -hit.key))
    return title, results_of(hits[:SHOWN], viewer, query)


def _shared(hit: Hit, own: set[str]) -> float:
    return sum(TAG if mark.startswith("tag") else TOPIC for mark in own.intersection(hit.marks.split()))
