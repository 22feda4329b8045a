"""Asking PostgreSQL's full text search."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from journal.text.words import stem, stems_within

from .plan import Phrase, Plan

_LABELS = {"title": "A", "names": "B", "body": "C", "code": "D", "pairs": "D"}
_EVERYWHERE = "ABCD"
# How much a word counts in: code, body, names, title.
_WEIGHTS = "{0.08, 0.12, 0.5, 1.0}"


def candidates(
    connection: BaseDatabaseWrapper, plan: Plan, documents: str, params: list[Any], limit: int, *, ranked: bool
) -> tuple[str, list[Any]]:
    """SQL for rows of (key, entry, marks, score), newest first; `documents` is a query for those that may be seen."""
    words, marks = _words(plan), _marks(plan)
    # Stems already: the dictionary would cut a prefix to its stem, and then find no word that only begins so.
    asked = "(%s::tsquery && %s::tsquery)"
    sql = (
        f"SELECT s.id, s.entry, s.marks, s.vector FROM journal_searchdocument AS s JOIN ({documents}) AS d "
        f"ON d.id = s.id WHERE s.vector @@ {asked}"
    )
    values = [*params, words, marks]
    for sign, key in ((">=", plan.first_key), ("<", plan.last_key)):
        if key is not None:
            sql += f" AND s.id {sign} %s"
            values.append(key)
    newest = f"{sql} ORDER BY s.id DESC LIMIT {limit:d}"
    if not ranked:
        return f"SELECT id, entry, marks, 0.0 FROM ({newest}) AS found ORDER BY id DESC", values
    # Ranked outside: inside, every hit would be ranked before the newest are taken.
    score = f"ts_rank('{_WEIGHTS}', vector, %s::tsquery, 1)"
    return f"SELECT id, entry, marks, {score} FROM ({newest}) AS found ORDER BY id DESC", [words, *values]


def _words(plan: Plan) -> str:
    wanted = [_any(phrases) for phrases in plan.wanted]
    wanted = [f"({' | '.join(wanted)})"] if wanted and plan.is_loose else wanted
    unwanted = [f"!{_any(phrases)}" for phrases in plan.unwanted]
    return " & ".join(wanted + unwanted)


def _marks(plan: Plan) -> str:
    wanted = [f"'={mark}'" for mark in plan.marks]
    unwanted = [f"!'={mark}'" for mark in plan.unwanted_marks]
    # What is only unwanted is looked for among everything; a query of negations alone cannot use the index.
    return " & ".join(wanted + unwanted or ([] if plan.wanted else ["'=every'"])) or ""


def _any(phrases: Iterable[Phrase]) -> str:
    return f"({' | '.join(_phrase(phrase) for phrase in phrases)})"


def _phrase(phrase: Phrase) -> str:
    labels = "".join(sorted({_LABELS[column] for column in phrase.columns}))
    labels = "" if labels == _EVERYWHERE else labels
    words = [_word(stem(word), labels) for word in phrase.words]
    if phrase.is_prefix:
        beginning = _word(phrase.words[-1], "*" + labels)
        shorter = [_word(root, labels) for root in stems_within(phrase.words[-1])]
        words[-1] = f"({' | '.join([beginning, *shorter])})"
    return f"({' <-> '.join(words)})"


def _word(word: str, labels: str) -> str:
    if len(word) == 2 and word[1] == "s" and "*" not in labels:
        word += "q9"  # as `journal_plain` keeps it from the stemmer
    return f"'{word}'{':' if labels else ''}{labels}"
