"""The index in the database: made after migrations, put away before them, rebuilt and checked by a command."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, transaction

from journal.database.edition import patient
from journal.text.words import folded_letters

_TABLES = ("journal_entry", "journal_topic", "journal_tag", "journal_tagging", "journal_searchdocument")
_SIGNS = "".join(map(chr, [*range(33, 48), *range(58, 65), *range(91, 97), *range(123, 127)]))
_SIGNS += "\u00a0\u00ab\u00b7\u00bb\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2022\u2026\u2190\u2192"
_MARKS = "".join(map(chr, range(0x300, 0x370)))


def put_away(using: str, **kwargs: Any) -> None:
    """Before migrations: no trigger or view stands in the way of a table that is rebuilt."""
    if kwargs.get("plan"):
        patient(using)
        with transaction.atomic(using=using):
            drop(using)


def put_back(using: str, **kwargs: Any) -> None:
    """After migrations, and after whatever else may have lost it."""
    connection = connections[using]
    names = connection.introspection.table_names(include_views=True)
    if set(_TABLES) <= set(names) and not exists(using):
        rebuild(using)


def exists(using: str = "default") -> bool:
    with connections[using].cursor() as cursor:
        views = connections[using].introspection.get_table_list(cursor)
    return "journal_searchrow" in {table.name for table in views if table.type == "v"}


def rebuild(using: str = "default") -> int:
    """Make the whole index anew, and return how many entries are in it. Nobody writes meanwhile."""
    patient(using)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            cursor.execute("LOCK TABLE journal_entry, journal_tagging IN SHARE ROW EXCLUSIVE MODE")
        drop(using)
        cursor.execute("DELETE FROM journal_searchdocument")
        for statement in _statements(using):
            cursor.execute(statement)
        if connections[using].vendor == "postgresql":
            cursor.execute("SELECT journal_search_refresh(ARRAY[id]) FROM journal_entry")
        else:
            cursor.execute("INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow ORDER BY id")
        cursor.execute("SELECT count(*) FROM journal_searchdocument")
        return cursor.fetchone()[0]


def drop(using: str) -> None:
    """Take away what keeps the index. Its rows stay, and are not to be trusted from here on."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            for statement in _POSTGRESQL_DROPS:
                cursor.execute(statement)
            return
        kinds = ("trigger", "view", "table")
        cursor.execute(
            "SELECT type, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_search_%' "
            "OR name IN ('journal_searchrow', 'journal_searchsource', 'journal_search', 'journal_searchwords')"
        )
        # The vocabulary is a view of the index, so it goes first.
        found = [(kinds.index(kind), -len(name), kind, name) for kind, name in cursor.fetchall()]
        for *_, kind, name in sorted(found):
            cursor.execute(f'DROP {kind} "{name}"')


def problems(using: str = "default") -> list[str]:
    """The faults of the index; none, as a rule."""
    if not exists(using):
        return ["there is no index"]
    vector = connections[using].vendor == "postgresql"
    columns = "id, entry, author, visibility, published_at, names, marks"
    found = []
    with connections[using].cursor() as cursor:
        for label, one, other in (
            ("entries are missing or out of date", "journal_searchrow", "journal_searchdocument"),
            ("documents have no such entry", "journal_searchdocument", "journal_searchrow"),
        ):
            cursor.execute(
                f"SELECT count(*) FROM (SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other}) AS differing"
            )
            count = cursor.fetchone()[0]
            found += [f"{count} {label}"] if count else []
        found += _wrong_vectors(cursor) if vector else _wrong_words(cursor)
    return found


def _wrong_words(cursor: Any) -> list[str]:
    try:
        cursor.execute("INSERT INTO journal_search (journal_search, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        return [f"the words differ from the texts: {error}"]
    return []


def _wrong_vectors(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT count(*) FROM journal_searchdocument d JOIN journal_entry e ON e.id = d.entry "
        "WHERE length(e.text) < 20000 AND d.vector <> journal_vector(e.title, d.names, e.summary || E'\\n' || e.text, "
        "e.code_words || ' ' || e.pair_words, d.marks, 200000)"
    )
    count = cursor.fetchone()[0]
    return [f"{count} entries have other words than their texts"] if count else []


def _statements(using: str) -> Iterator[str]:
    """The statements that make it, one at a time where the driver wants it so."""
    vendor = connections[using].vendor
    script = Path(__file__).with_name(f"{vendor}.sql").read_text(encoding="utf-8")
    if vendor == "postgresql":
        accented, plain = folded_letters()
        for name, value in {
            "accented": accented,
            "plain": plain,
            "signs": re.escape(_SIGNS),
            "marks": _MARKS,
        }.items():
            script = script.replace(f"{{{name}}}", value)
        yield script
        return
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


_POSTGRESQL_DROPS = (
    "DROP VIEW IF EXISTS journal_searchrow CASCADE",
    "DROP FUNCTION IF EXISTS journal_search_entry, journal_search_tagging, journal_search_tagged, "
    "journal_search_retagged, journal_search_tag, journal_search_topic CASCADE",
)
