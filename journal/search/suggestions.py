"""Did you mean …? The journal's own words, for what finds nothing."""

import re
from collections import Counter
from difflib import get_close_matches
from hashlib import blake2b

from django.core.cache import caches
from django.db.models.functions import Substr

from journal.database.viewer import VISITOR
from journal.models import Edition, Entry
from journal.reads.tags import tags_in_use
from journal.reads.topics import all_topics
from journal.text.words import words_of

from .language import Query, Term

NEWEST = 2_000  # entries whose titles and first words are known
LEAD = 1_500  # characters of each
MOST = 6  # words that are looked at: each is compared with many
SHORTEST = 4  # letters of a word that may be mistyped

_WORD = re.compile(r"[^\W\d_]{4,30}")


def did_you_mean(query: Query) -> str:
    """The query with its unknown words replaced by known ones that look alike; empty when there are none.

    Only words that everyone may read are known, so a suggestion tells nobody of a draft.
    """
    known = _known_words()
    corrected = query.text
    for term in query.terms[:MOST]:
        word = _mistyped(term, known)
        if word and (match := _closest(word, known)):
            corrected = re.sub(rf"(?<!\w){re.escape(term.text)}(?!\w)", match, corrected, count=1)
    return corrected if corrected != query.text else ""


def _mistyped(term: Term, known: Counter[str]) -> str:
    words = words_of(term.text)
    is_one = len(words) == 1 and not (term.is_excluded or term.is_phrase or term.is_prefix)
    return words[0] if is_one and len(words[0]) >= SHORTEST and words[0] not in known else ""


def _closest(word: str, known: Counter[str]) -> str:
    """Of the words that look alike, the one that the journal has most."""
    near = [other for other in known if abs(len(other) - len(word)) <= 2]
    return max(
        get_close_matches(word, near, n=5, cutoff=0.75),
        key=lambda other: (_distance_rank(word, other), known[other]),
        default="",
    )


def _distance_rank(word: str, other: str) -> int:
    return round(sum(a == b for a, b in zip(word, other, strict=False)) / max(len(word), len(other)) * 4)


def _known_words() -> Counter[str]:
    """Every word of the newest entries with how often it stands there. Read once an edition: it takes a moment."""
    key = "words-" + blake2b(Edition.current().encode()).hexdigest()[:40]
    known = caches["pages"].get(key)
    if known is None:
        rows = Entry.objects.visible_to(VISITOR).newest_first().values_list("title", Substr("text", 1, LEAD))
        known = Counter(word for row in rows[:NEWEST] for text in row for word in _plain(text))
        names = [topic.title for topic in all_topics()] + [name for _, name, _ in tags_in_use()]
        known.update(word for name in names for word in _plain(name))
        caches["pages"].set(key, known, timeout=3600)
    return known


def _plain(text: str) -> list[str]:
    return [word for word in words_of(text) if _WORD.fullmatch(word)]
