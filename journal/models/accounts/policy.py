"""Who may do what: the table that the tests hold every face against, and that docs/permissions.md shows.

The rules themselves are `VisibleQuerySet`, `EntryQuerySet.editable_by` and `roles.PERMISSIONS`, which are asked in SQL.
"""

from collections.abc import Iterable, Iterator

PEOPLE = ("visitor", "reader", "mentor", "author", "its author", "editor")
EVERYONE = frozenset(PEOPLE)
_KEEPERS = frozenset({"its author", "editor"})
_SHARED = _KEEPERS | {"mentor"}

STATES = {
    "published": "public, and its moment has come",
    "unlisted": "published, for whoever knows the address",
    "scheduled": "public, from a moment to come on",
    "draft": "public once it is published",
    "shared": "a draft for mentors",
    "private": "published, for its author",
    "trashed": "deleted, and not yet for good",
}
# For each act, who may do it with an entry in a state; nobody where the state is left out.
WITH_ENTRY: dict[str, dict[str, frozenset[str]]] = {
    "find it": {
        "published": EVERYONE,
        "unlisted": _KEEPERS,
        "scheduled": _KEEPERS,
        "draft": _KEEPERS,
        "shared": _SHARED,
        "private": _KEEPERS,
    },
    "open it": {
        "published": EVERYONE,
        "unlisted": EVERYONE,
        "scheduled": _KEEPERS,
        "draft": _KEEPERS,
        "shared": _SHARED,
        "private": _KEEPERS,
    },
    "change it": {state: _KEEPERS for state in STATES if state != "trashed"},
    "restore it": {"trashed": _KEEPERS},
}
# Who may do it at all. The operator, a superuser, may do everything in both tables.
IN_JOURNAL: dict[str, frozenset[str]] = {
    "write entries, tag them, upload for them": frozenset({"author", "its author", "editor"}),
    "change topics, tags and pages": frozenset({"editor"}),
    "bring in a repository, take out the journal": frozenset({"editor"}),
    "make tokens that do what one may oneself": EVERYONE - {"visitor"},
    "invite, give roles, read the log": frozenset(),
}


def may(who: str, act: str, state: str) -> bool:
    return who in WITH_ENTRY[act].get(state, frozenset())


def as_markdown() -> str:
    """The document, one table for each."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Who may do what"
    yield ""
    yield "Made by `manage.py permissions > docs/permissions.md` from `journal/models/accounts/policy.py`, which the"
    yield "tests hold every page, feed, search and form against. “Its author” is an author whose own the entry is. The"
    yield "operator may do everything."
    yield ""
    rows = []
    for act, by in WITH_ENTRY.items():
        rows += [(f"{act}: {state}", who) for state, who in by.items()]
    yield from _table("With an entry", rows)
    yield "What an entry's state means:"
    yield ""
    yield from (f"- *{state}*: {meaning}" for state, meaning in STATES.items())
    yield ""
    yield "To find is to see in lists, counts, neighbours, feeds, search and completions, or by number (snippets)."
    yield "What somebody may not see is answered like what does not exist, but for one thing: an address belongs to one"
    yield "entry, a draft too, so whoever asks for the same one is told that it is taken, or is given it with a number."
    yield "It says that there is something of that name, and neither what it is nor whose."
    yield ""
    yield from _table("In the journal", IN_JOURNAL.items())


def _table(title: str, rows: Iterable[tuple[str, frozenset[str]]]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield f"| | {' | '.join(PEOPLE)} |"
    yield f"|---|{':-:|' * len(PEOPLE)}"
    for act, allowed in rows:
        yield f"| {act} | {' | '.join('yes' if who in allowed else '' for who in PEOPLE)} |"
    yield ""
