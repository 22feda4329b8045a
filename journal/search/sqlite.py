"""Asking FTS5."""

from collections.abc import Iterable
from typing import Any

from .plan import PROSE, Phrase, Plan

# How much a word counts in: title, names, body, code, pairs, marks.
_WEIGHTS = "10, 5, 1, 0.7, 1, 0"


def candidates(plan: Plan, documents: str, params: list[Any], limit: int, *, ranked: bool) -> tuple[str, list[Any]]:
    """SQL for rows of (key, entry, marks, score), newest first; `documents` is a query for those that may be seen."""
    # To rank, every row with a word is counted, not only those within the limit.
    score = f"-bm25(journal_search, {_WEIGHTS})" if ranked else "0.0"
    sql = (
        f"SELECT d.id, d.entry, d.marks, {score} FROM journal_search "
        f"JOIN ({documents}) AS d ON d.id = journal_search.rowid WHERE journal_search MATCH %s"
    )
    values = [*params, _expression(plan)]
    for sign, key in ((">=", plan.first_key), ("<", plan.last_key)):
        if key is not None:
            sql += f" AND journal_search.rowid {sign} %s"
            values.append(key)
    return f"{sql} ORDER BY journal_search.rowid DESC LIMIT {limit:d}", values


def _expression(plan: Plan) -> str:
    """In FTS5's own syntax. Every word is quoted, and has no quote in it."""
    pieces = [_any(phrases) for phrases in plan.wanted]
    pieces = [f"({' OR '.join(pieces)})"] if pieces and plan.is_loose else pieces
    wanted = pieces + [_mark(mark) for mark in plan.marks]
    unwanted = [_any(phrases) for phrases in plan.unwanted] + [_mark(mark) for mark in plan.unwanted_marks]
    expression = " AND ".join(wanted or [_mark("every")])
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _any(phrases: Iterable[Phrase]) -> str:
    return f"({' OR '.join(_phrase(phrase) for phrase in phrases)})"


def _phrase(phrase: Phrase) -> str:
    words = " ".join(phrase.words)
    return f'{{{" ".join(phrase.columns or PROSE)}}} : "{words}"{" *" if phrase.is_prefix else ""}'


def _mark(mark: str) -> str:
    return f'{{marks}} : "{mark}"'
