"""Front matter as Jekyll, Hugo, Obsidian, dev.to and this journal write it: many names, a few facts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from journal.transfer.naming import KINDS

# Fact: the names under which it is written, the usual one first.
NAMES = {
    "title": ("title",),
    "summary": ("summary", "description", "excerpt", "subtitle"),
    "kind": ("kind", "type"),
    "slug": ("slug",),
    "tags": ("tags", "tag", "keywords"),
    "categories": ("categories", "category"),
    "date": ("date", "published_at", "publishDate", "pubDate", "created", "created_at", "published"),
    "updated": ("updated", "lastmod", "last_modified_at", "modified", "updated_at"),
}
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@dataclass(frozen=True, slots=True)
class _Switch:
    """A name in a front matter that shows a text to readers or keeps it from them."""

    hiding: tuple[str, ...]  # values as words
    showing: tuple[str, ...]  # empty: any other value says something else
    hidden: bool | str  # what is written there to hide it, and to show it
    shown: bool | str


_SWITCHES = {
    "draft": _Switch(_TRUE, _FALSE, hidden=True, shown=False),
    "published": _Switch(_FALSE, _TRUE, hidden=False, shown=True),
    "publish": _Switch(_FALSE, _TRUE, hidden=False, shown=True),
    "private": _Switch(_TRUE, _FALSE, hidden=True, shown=False),
    "status": _Switch(("draft", "private", "unpublished", "pending", "wip", "trash"), (), "draft", "published"),
    "visibility": _Switch(("private", "hidden", "draft"), (), "private", "public"),
}
MAX_TAG = 60  # characters
_DAY = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?P<time>(?:[T ].*)?)")


@dataclass(frozen=True, slots=True)
class Values:
    """The facts that a file's front matter states. `names` says under which name each stands there."""

    title: str = ""
    summary: str = ""
    kind: str = ""
    slug: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    date: datetime | None = None  # naive when the file names no zone
    updated: datetime | None = None
    draft: bool = False
    hidden_by: str = ""  # for people: what of the front matter makes it a draft
    names: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def all_tags(self) -> tuple[str, ...]:
        """Tags and categories, each once, as the first spelling of it."""
        return tuple({tag.casefold(): tag for tag in reversed(self.tags + self.categories)}.values())[::-1]


def read_values(front: Mapping[str, Any]) -> Values:
    """The facts in a front matter. A value of the wrong kind is left out and named in `problems`."""
    found: dict[str, Any] = {}
    names: dict[str, str] = {}
    problems = []
    for fact, spellings in NAMES.items():
        name = next((name for name in spellings if front.get(name) is not None), None)
        if fact == "date" and name == "published" and not _is_date(front[name]):
            continue  # it says whether, not when
        if name is None:
            continue
        try:
            found[fact] = _READERS.get(fact, _words)(front[name])
            if found[fact] or fact != "kind":  # "type: post" is Hugo's, and stays
                names[fact] = name
        except ValueError as error:
            problems.append(f"“{name}” of the front matter {error}")
    found |= _hiding(front, names, problems)
    too_long = [tag for tag in (*found.get("tags", ()), *found.get("categories", ())) if len(tag) > MAX_TAG]
    problems += [f"the tag “{tag[:30]}…” has more than {MAX_TAG} characters" for tag in too_long]
    for fact in ("tags", "categories"):
        found[fact] = tuple(tag for tag in found.get(fact, ()) if tag not in too_long)
    return Values(**found, names=names, problems=tuple(problems))


def _word(value: Any, switch: _Switch) -> str:
    """A value as a word; of a list, as Obsidian keeps it, the one that hides."""
    values = value if isinstance(value, list) else [value]
    words = [str(item).strip().lower() for item in values]
    hiding = [word for word in words if word in switch.hiding]
    return next(iter(hiding + words), "")


def _is_date(value: Any) -> bool:
    try:
        return not isinstance(value, bool) and as_moment(value) is not None
    except ValueError:
        return False


def shown_value(name: str, *, is_shown: bool) -> bool | str:
    """What `name` of a front matter has to say to show its text to readers, or to keep it from them."""
    switch = _SWITCHES[name.lower()]
    return switch.shown if is_shown else switch.hidden


def _hiding(front: Mapping[str, Any], names: dict[str, str], problems: list[str]) -> dict[str, Any]:
    """Whether a front matter keeps its text from readers. What cannot be understood does: a draft can be published."""
    found: dict[str, Any] = {}
    for name, value in front.items():
        switch = _SWITCHES.get(str(name).lower())
        if switch is None or value is None or _is_date(value):  # "published: 2024-01-02" is a date
            continue
        word = _word(value, switch)
        is_unknown = bool(switch.showing) and word not in switch.hiding + switch.showing
        if is_unknown:
            problems.append(f"“{name}” of the front matter is neither true nor false, so this comes in as a draft")
        if word in switch.hiding or is_unknown:
            found = {"draft": True, "hidden_by": f"{name}: {word[:40]}"}
            names["draft"] = name
        elif switch.showing:
            names.setdefault("draft", name)
    return found


def as_moment(value: Any) -> datetime:
    """A date or a moment, however it was written. ValueError for anything else."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    match = _DAY.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("is no date")
    day = f"{match['year']}-{match['month']:0>2}-{match['day'] or '01':0>2}"
    time = match["time"].replace(" UTC", "+00:00").replace(" +", "+").replace(" -", "-")
    try:
        return datetime.fromisoformat(day + time)
    except ValueError:
        raise ValueError("is no date") from None


def _words(value: Any) -> str:
    if isinstance(value, dict | list | set | bytes):
        raise ValueError("is not one line of words")
    words = " ".join(str(value).replace("\x00", "").split())
    words.encode()  # half a surrogate is a ValueError too
    return words


def _kind(value: Any) -> str:
    word = _words(value).lower()
    return word if word in KINDS else ""


def _names(value: Any) -> tuple[str, ...]:
    """A list, or a string with commas (dev.to) or spaces (Jekyll) between."""
    if isinstance(value, str):
        value = value.split(",") if "," in value else value.split()
    if isinstance(value, dict) or not isinstance(value, Iterable):
        value = [value]
    # A tag is kept without "#" and ","; the journal's form separates tags by commas.
    words = (_words(item).lstrip("#").replace(",", " ").strip() for item in value if item is not None)
    return tuple(dict.fromkeys(word for word in words if word))


_READERS = {
    "kind": _kind,
    "tags": _names,
    "categories": _names,
    "date": as_moment,
    "updated": as_moment,
}
assert {part.name for part in fields(Values)} >= set(NAMES)
