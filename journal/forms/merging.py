"""Two people, or two tabs, changed one entry: what each of them wants, and the one form that has both."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from journal.models import Entry, Revision, Topic
from journal.text.diff import Row, side_by_side
from journal.text.merge import Chunk, merge

LABELS = {
    "title": "Title",
    "summary": "Summary",
    "slug": "Address",
    "kind": "Kind",
    "visibility": "Visibility",
    "topic": "Topic",
    "tag_names": "Tags",
    "published_at": "Date",
}
ACTS = ("_continue", "_publish", "_unpublish", "_save")  # what was asked for beside saving


@dataclass(frozen=True, slots=True)
class Field:
    """A field that was changed, by both of them where there is a choice between."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str | None = None

    @property
    def mine_shown(self) -> str:
        return _shown(self.name, self.mine)

    @property
    def theirs_shown(self) -> str:
        return _shown(self.name, self.theirs)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the merged text. Of a conflict, `text` is what both sides want, one below the other."""

    number: int
    text: str
    is_conflict: bool = False
    base: str = ""
    mine: str = ""
    theirs: str = ""
    chosen: str = ""  # "mine", "theirs", "edited", or nothing yet

    @property
    def sides(self) -> tuple[list[Row], list[Row]]:
        """The lines of mine and of theirs, with what differs marked by word."""
        return side_by_side(self.mine, self.theirs)


@dataclass(frozen=True, slots=True)
class Merge:
    fields: list[Field]
    pieces: list[Piece]
    others: list[tuple[str, str]]  # what the form holds beside, as (name, value)
    taken: list[Field]  # of these, what was saved meanwhile
    version: int | str  # the one that is merged with
    opened_values: str  # its fields, for when the entry has moved on again by the next save

    @property
    def conflict_count(self) -> int:
        return len(self.fields) + sum(piece.is_conflict for piece in self.pieces)

    @property
    def open_count(self) -> int:
        """Where nothing is chosen yet."""
        pieces = sum(piece.is_conflict and not piece.chosen for piece in self.pieces)
        return pieces + sum(field.chosen is None for field in self.fields)


def form_values(entry: Entry) -> dict[str, str]:
    """The simple fields of an entry as its form shows them, by their names in the form."""
    moment = timezone.localtime(entry.published_at) if entry.published_at else None
    return {
        **{name: str(getattr(entry, name)) for name in ("title", "summary", "slug", "kind", "visibility")},
        "topic": str(entry.topic_id or ""),
        "tag_names": ", ".join(tag.name for tag in entry.tags.all()),
        "published_at": f"{moment:%Y-%m-%dT%H:%M:%S}" if moment else "",
    }


def values_sent(data: QueryDict) -> list[tuple[str, str]]:
    """The simple fields that a form sent, by their names in it."""
    return [(name, data.get(name, "")) for name in LABELS]


def is_stale(data: QueryDict, entry: Entry) -> bool:
    opened = whole_number(data.get("opened_version"))
    return opened is not None and opened != entry.version


def says_the_same(data: QueryDict, entry: Entry) -> bool:
    """Whether what was sent is what is saved already, as when a form is sent twice."""
    is_same_text = data.get("body", "").replace("\r\n", "\n") == entry.body
    return is_same_text and dict(values_sent(data)) == form_values(entry)


def merge_form(data: QueryDict, entry: Entry) -> Merge:
    """What was sent, brought together with what is saved now. Nothing of either is left out."""
    opened = _opened(data)
    theirs = form_values(entry)
    fields, others, taken = [], [], []
    for name, label in LABELS.items():
        field = Field(name, label, data.get(name, ""), theirs[name])
        base = opened.get(name, field.theirs)
        if field.mine not in (base, field.theirs) and field.theirs != base:
            fields.append(field)
            continue
        others.append((name, field.theirs if field.mine == base else field.mine))
        if field.mine == base != field.theirs:
            taken.append(field)
    others += [(name, data.get(name, "")) for name in ("sitting", *ACTS) if name in data]
    return Merge(fields, _pieces(data, entry), others, taken, entry.version, json.dumps(theirs))


def merge_sent(data: QueryDict) -> Merge:
    """The merge page as it was sent, with what was chosen on it so far."""
    names = [name for name in LABELS if f"mine-{name}" in data]
    fields = [
        Field(name, LABELS[name], data.get(f"mine-{name}", ""), data.get(f"theirs-{name}", ""), data.get(name))
        for name in names
    ]
    pieces = [_piece_sent(number, data) for number in _numbers(data)]
    sent = [name for name in (*LABELS, "sitting", *ACTS) if name in data]
    others = [(name, data.get(name, "")) for name in sent if name not in names]
    return Merge(fields, pieces, others, [], data.get("opened_version", ""), data.get("opened_values", ""))


def composed(data: QueryDict) -> QueryDict:
    """The form that the choices on the merge page make."""
    result = data.copy()
    lines = []
    for number in _numbers(data):
        choice = data.get(f"choice-{number}", "edited")
        name = f"piece-{number}" if choice == "edited" else f"{choice}-{number}"
        text = data.get(name, "").replace("\r\n", "\n")
        lines += [text] if text or data.get(f"keeps-{number}") else []
    result["body"] = "\n".join(lines)
    return result


def _numbers(data: QueryDict) -> list[int]:
    found = (whole_number(name.removeprefix("piece-")) for name in data if name.startswith("piece-"))
    return sorted(number for number in found if number is not None)


def _piece_sent(number: int, data: QueryDict) -> Piece:
    def sent(name: str) -> str:
        return data.get(f"{name}-{number}", "").replace("\r\n", "\n")

    return Piece(
        number,
        sent("piece"),
        is_conflict=f"mine-{number}" in data,
        base=sent("base"),
        mine=sent("mine"),
        theirs=sent("theirs"),
        chosen=sent("choice"),
    )


def _shown(name: str, value: str) -> str:
    """The value as people know it: the topic's title, and not its number."""
    if name == "topic":
        return str(Topic.objects.filter(pk=whole_number(value) or 0).first() or "")
    if name == "published_at":
        return value.replace("T", " ")
    choices = {"kind": Entry.Kind.choices, "visibility": Entry.Visibility.choices}.get(name, [])
    return dict(choices).get(value, value)


def _opened(data: QueryDict) -> Mapping[str, Any]:
    try:
        values = json.loads(data.get("opened_values") or "{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _pieces(data: QueryDict, entry: Entry) -> list[Piece]:
    base = Revision.at(entry, whole_number(data.get("opened_version")) or 0)
    mine = data.get("body", "").replace("\r\n", "\n").split("\n")
    old = (base.body if base else entry.body).split("\n")
    return [_piece(number, chunk) for number, chunk in enumerate(merge(old, mine, entry.body.split("\n")))]


def _piece(number: int, chunk: Chunk) -> Piece:
    if chunk.lines is not None:
        return Piece(number, "\n".join(chunk.lines))
    both = _joined([*chunk.mine, *chunk.theirs])
    sides = {"base": _joined(chunk.base), "mine": _joined(chunk.mine), "theirs": _joined(chunk.theirs)}
    return Piece(number, both, is_conflict=True, **sides)


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def whole_number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 10 else None
