"""Asking PostgreSQL's full text search."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from journal.text.words import stem, stems_within

from .lookup import Lookup, Phrase

_LABELS = {"title": "A", "names": "B", "body": "C", "code": "D", "pairs": "D"}
_EVERYWHERE = "ABCD"
# How much a word counts in: code, body, names, title.
_WEIGHTS = "{0.08, 0.12, 0.5, 1.0}"


# What is read of a document beside what every database has.
COLUMNS = {"vector": RawSQL("vector", [])}


def candidates(
    connection: BaseDatabaseWrapper, lookup: Lookup, documents: str, params: list[Any], limit: int, *, ranked: bool
) -> tuple[str, list[Any]]:
    """SQL for rows of (key, entry, marks, score), newest first; `documents` is a query for those that may be seen."""
    words, marks = _words(lookup), _marks(lookup)
    # Stems already: the dictionary would cut a prefix to its stem, and then find no word that only begins so.
    newest = f"SELECT d.id FROM ({documents}) AS d WHERE d.vector @@ (%s::tsquery && %s::tsquery)"
    values = [*params, words, marks]
    for sign, key in ((">=", lookup.first_key), ("<", lookup.last_key)):
        if key is not None:
            newest += f" AND d.id {sign} %s"
            values.append(key)
    # The limit stands inside, and the vectors outside: only those of the newest are read, and ranked.
    newest += f" ORDER BY d.id DESC LIMIT {limit:d}"
    score = f"ts_rank('{_WEIGHTS}', s.vector, %s::tsquery, 1)" if ranked else "0.0"
    sql = f"SELECT s.id, s.entry, s.marks, {score} FROM ({newest}) AS d JOIN journal_searchdocument AS s ON s.id = d.id"
    return f"{sql} ORDER BY s.id DESC", [*([words] if ranked else []), *values]


def _words(lookup: Lookup) -> str:
    wanted = [_any(phrases) for phrases in lookup.wanted]
    wanted = [f"({' | '.join(wanted)})"] if wanted and lookup.is_loose else wanted
    unwanted = [f"!{_any(phrases)}" for phrases in lookup.unwanted]
    return " & ".join(wanted + unwanted)


def _marks(lookup: Lookup) -> str:
    wanted = [f"'={mark}'" for mark in lookup.marks]
    unwanted = [f"!'={mark}'" for mark in lookup.unwanted_marks]
    # What is only unwanted is looked for among everything; a query of negations alone cannot use the index.
    return " & ".join(wanted + unwanted or ([] if lookup.wanted else ["'=every'"])) or ""


def _any(phrases: Iterable[Phrase]) -> str:
    return f"({' | '.join(_phrase(phrase) for phrase in phrases)})"


def _phrase(phrase: Phrase) -> str:
    labels = "".join(sorted({_LABELS[column] for column in phrase.columns}))
    narrowed = "" if labels == _EVERYWHERE else labels
    words = _words_in(phrase, narrowed)
    if phrase.columns == ("title",):
        return f"({' & '.join(_words_in(phrase, '', before='<'))} & ({' <-> '.join(words)}))"
    return f"({' <-> '.join(words)})"


def _words_in(phrase: Phrase, labels: str, before: str = "") -> list[str]:
    words = [_word(before + stem(word), labels) for word in phrase.words]
    if phrase.is_prefix:
        beginning = _word(before + phrase.words[-1], "*" + labels)
        shorter = [_word(before + root, labels) for root in stems_within(phrase.words[-1])]
        words[-1] = f"({' | '.join([beginning, *shorter])})"
    return words


def _word(word: str, labels: str) -> str:
    if re.fullmatch("<?.s", word) and "*" not in labels:
        word += "q9"  # as `journal_plain` keeps it from the stemmer
    return f"'{word}'{':' if labels else ''}{labels}"
