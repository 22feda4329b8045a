"""From a query to what the index is asked: words as they are indexed, marks, and a span of keys.

Nothing in a lookup can be mistaken for syntax: its words are letters and digits, its marks are our own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from journal.models.search_document import ENTRY_BITS
from journal.reads.tags import all_tags
from journal.reads.topics import all_topics
from journal.text.languages import canonical_language
from journal.text.words import code_words, language_mark, pair_beginning, pairs_of, runs_of, words_of

from .language import Filter, Query, Term

LONGEST_LANGUAGE = 40  # characters, as a snippet's field has them
PROSE = ("title", "names", "body")
CODE = ("code",)
PAIRS = ("pairs",)
_COLUMNS = {"": (PROSE, CODE), "title": (("title",), ()), "text": (("body",), ()), "code": ((), CODE)}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other in one of some columns; of the last, only the beginning if `is_prefix`."""

    columns: tuple[str, ...]
    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the index is asked: which phrases and marks an entry has to have, and which it must not."""

    wanted: tuple[tuple[Phrase, ...], ...] = ()  # of each of these groups one phrase; of any, if `is_loose`
    unwanted: tuple[tuple[Phrase, ...], ...] = ()  # none of any group
    marks: tuple[str, ...] = ()
    unwanted_marks: tuple[str, ...] = ()
    first_key: int | None = None  # from this key on
    last_key: int | None = None  # before this key
    is_loose: bool = False
    is_impossible: bool = False  # a filter names what does not exist
    notes: tuple[str, ...] = field(default=())


def lookup_of(query: Query) -> Lookup:
    """What the index is asked for a query."""
    wanted: list[tuple[Phrase, ...]] = []
    unwanted: list[tuple[Phrase, ...]] = []
    notes: list[str] = []
    for term in query.terms:
        pieces = list(_pieces(term, query.scope))
        if not pieces:
            notes.append(f"“{term.text[:40]}” has nothing in it to look for.")
        (unwanted if term.is_excluded else wanted).extend(pieces)
    marks: list[str] = []
    unwanted_marks: list[str] = []
    is_impossible = bool(query.terms) and not (wanted or unwanted)
    for chosen in query.filters:
        mark = _mark(chosen)
        if mark:
            (unwanted_marks if chosen.is_excluded else marks).append(mark)
            continue
        is_impossible = is_impossible or not chosen.is_excluded
        # Of a tag nothing is said: whether there is one that only drafts have is nobody's business.
        if chosen.name in _NOUNS:
            notes.append(f"There is no {_NOUNS[chosen.name]} “{chosen.value[:40]}”.")
    return Lookup(
        wanted=tuple(wanted),
        unwanted=tuple(unwanted),
        marks=tuple(marks),
        unwanted_marks=tuple(unwanted_marks),
        first_key=_bound(query.start),
        last_key=_bound(query.end),
        is_impossible=is_impossible,
        notes=tuple(notes),
    )


def _bound(day: date | None) -> int | None:
    return None if day is None else key_of(day)


def key_of(day: date) -> int:
    """The least key that an entry of this day, here, can have."""
    return int(timezone.make_aware(datetime.combine(day, time())).timestamp()) << ENTRY_BITS


def _pieces(term: Term, scope: str) -> Iterable[tuple[Phrase, ...]]:
    """What a term asks for; where it holds words and characters without spaces, both."""
    prose, code = _COLUMNS[scope]
    words, coded = tuple(words_of(term.text)), tuple(code_words(term.text))
    runs = runs_of(term.text)
    for run in runs:
        yield tuple(_phrases_of_run(run, scope, code))
    if words and (runs or term.is_prefix or words == coded):
        yield (Phrase((*prose, *code), words, is_prefix=term.is_prefix or bool(runs)),)
        return
    phrases = []
    if prose and words and not runs:
        phrases.append(Phrase(prose, words))
    if code and coded and not runs:
        phrases.append(Phrase(code, coded))
    if phrases:
        yield tuple(phrases)


def _phrases_of_run(run: str, scope: str, code: tuple[str, ...]) -> Iterable[Phrase]:
    """A run of characters without spaces: as pairs in prose, whole in code."""
    if scope == "code":
        yield Phrase(CODE, (run,))
        return
    yield _pairs(run)
    if code:
        yield Phrase(code, (run,))


def _pairs(run: str) -> Phrase:
    return (
        Phrase(PAIRS, tuple(pairs_of(run)[:-1]))
        if len(run) > 1
        else Phrase(PAIRS, (pair_beginning(run),), is_prefix=True)
    )


_NOUNS = {"topic": "topic", "lang": "language"}


def _mark(chosen: Filter) -> str:
    """The mark of those that a filter asks for; empty when there is no such thing."""
    value = chosen.value.lower()
    if chosen.name == "topic":
        return _topic_mark(value)
    if chosen.name == "tag":
        return next((f"tag{pk}" for pk, slug, name in all_tags() if value in (slug, name.lower())), "")
    if chosen.name == "lang":
        return language_mark(canonical_language(_MEANT.get(value, value))) if len(value) <= LONGEST_LANGUAGE else ""
    return chosen.name + value


_MEANT = {"shell": "bash", "yml": "yaml"}  # beside the names that fences may use


def _topic_mark(value: str) -> str:
    """By its address or its title, else the first that has it as a word: `topic:orm` is “The ORM”."""
    topics = all_topics()
    exact = [topic for topic in topics if value in (topic.slug, topic.title.lower())]
    found = exact or [topic for topic in topics if value in words_of(topic.title)]
    if not found:
        return ""
    first = found[0]
    return f"topic{first.pk}" if first.parent_id else f"stage{first.pk}"
