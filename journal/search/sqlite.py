"""Asking FTS5."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from journal.text.words import stem, stems_within

from .lookup import Lookup, Phrase

# How much a word counts in: title, names, body, code, pairs, marks.
_WEIGHTS = "10, 5, 1, 0.7, 1, 0"
# What is read of a document beside what every database has.
COLUMNS: dict[str, RawSQL] = {}
MOST_WORDS = 60  # that a prefix stands for


def candidates(
    connection: BaseDatabaseWrapper, lookup: Lookup, documents: str, params: list[Any], limit: int, *, ranked: bool
) -> tuple[str, list[Any]]:
    """SQL for rows of (key, entry, marks, score), newest first; `documents` is a query for those that may be seen."""
    # To rank, every row with a word is counted, not only those within the limit.
    score = f"-bm25(journal_search, {_WEIGHTS})" if ranked else "0.0"
    sql = (
        f"SELECT d.id, d.entry, d.marks, {score} FROM journal_search "
        f"JOIN ({documents}) AS d ON d.id = journal_search.rowid WHERE journal_search MATCH %s"
    )
    values = [*params, _expression(_spelt_out(lookup, connection))]
    for sign, key in ((">=", lookup.first_key), ("<", lookup.last_key)):
        if key is not None:
            sql += f" AND journal_search.rowid {sign} %s"
            values.append(key)
    return f"{sql} ORDER BY journal_search.rowid DESC LIMIT {limit:d}", values


def _spelt_out(lookup: Lookup, connection: BaseDatabaseWrapper) -> Lookup:
    """With the words themselves in the place of each single prefix.

    FTS5 would cut a prefix to its stem, and then find no word that only begins so: "query" is "queri".
    """

    def spell(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        return tuple(word for phrase in phrases for word in _words_of(phrase, connection))

    wanted, unwanted = tuple(map(spell, lookup.wanted)), tuple(map(spell, lookup.unwanted))
    return replace(lookup, wanted=wanted, unwanted=unwanted)


def _words_of(phrase: Phrase, connection: BaseDatabaseWrapper) -> Iterable[Phrase]:
    if not phrase.is_prefix or len(phrase.words) > 1:
        return [phrase]
    [prefix] = phrase.words
    with connection.cursor() as cursor:
        last = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        limits: list[Any] = [prefix, last, MOST_WORDS]
        cursor.execute("SELECT term FROM journal_searchwords WHERE term >= %s AND term < %s LIMIT %s", limits)
        roots = dict.fromkeys([*stems_within(prefix), *(term for (term,) in cursor.fetchall())])
    return [Phrase(phrase.columns, (_word_of(root),)) for root in roots]


def _word_of(root: str) -> str:
    """A word with this stem, for FTS5 to stem again: of "univers" itself it would make "univer"."""
    return next((word for word in (root, root + "e", root + "ing") if stem(word) == root), root)


def _expression(lookup: Lookup) -> str:
    """In FTS5's own syntax. Every word is quoted, and has no quote in it."""
    pieces = [_any(phrases) for phrases in lookup.wanted]
    pieces = [f"({' OR '.join(pieces)})"] if pieces and lookup.is_loose else pieces
    wanted = pieces + [_mark(mark) for mark in lookup.marks]
    unwanted = [_any(phrases) for phrases in lookup.unwanted] + [_mark(mark) for mark in lookup.unwanted_marks]
    expression = " AND ".join(wanted or [_mark("every")])
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _any(phrases: Iterable[Phrase]) -> str:
    return f"({' OR '.join(_phrase(phrase) for phrase in phrases)})"


def _phrase(phrase: Phrase) -> str:
    words = " ".join(phrase.words)
    return f'{{{" ".join(phrase.columns)}}} : "{words}"{" *" if phrase.is_prefix else ""}'


def _mark(mark: str) -> str:
    return f'{{marks}} : "{mark}"'
