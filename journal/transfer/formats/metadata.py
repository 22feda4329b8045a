"""Front matter as Jekyll, Hugo, Zola, MkDocs, Quarto, Obsidian, dev.to and this journal write it: many names, a few
facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from journal.transfer.naming import KINDS

from .dates import as_moment, two_days

# Fact: the names under which it is written, the usual one first.
NAMES = {
    "title": ("title",),
    "summary": ("summary", "description", "excerpt", "subtitle"),
    "kind": ("kind", "type"),
    "slug": ("slug",),
    "tags": ("tags", "tag", "keywords"),
    "categories": ("categories", "category"),
    "series": ("series",),
    "date": ("date", "published_at", "publishdate", "pubdate", "created", "created_at", "published"),
    "updated": (
        *("updated", "lastmod", "last_modified_at", "modified", "updated_at", "date-modified", "updateddate"),
        *("lastupdated", "last_updated", "last_update"),
    ),
    "aliases": ("aliases", "alias", "redirect_from"),
    "address": ("permalink", "url", "path"),
}
FILED = ("categories", "series")  # what files an entry like a tag does
NESTED = ""  # the name of a fact that stands where it is not edited
_INNER = {("last_update", "date"): "last_update"}
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
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")  # [[tag]], [[page|tag]]


@dataclass(frozen=True, slots=True)
class Values:
    """The facts that a file's front matter states. `names` says under which name each stands there."""

    title: str = ""
    summary: str = ""
    kind: str = ""
    slug: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    date: datetime | None = None  # naive when the file names no zone
    two_days: tuple[datetime, datetime] | None = None  # a date that may be either: day first, month first
    updated: datetime | None = None
    aliases: tuple[str, ...] = ()  # other names of the text: Obsidian's, and Hugo's former addresses
    address: str = ""  # where the text is on its own site
    draft: bool = False
    hidden_by: str = ""  # for people: what of the front matter makes it a draft
    names: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def all_tags(self) -> tuple[str, ...]:
        """Tags, categories and series, each once, as the first spelling of it."""
        words = self.tags + self.categories + self.series
        return tuple({tag.casefold(): tag for tag in reversed(words)}.values())[::-1]


def read_values(front: Mapping[str, Any]) -> Values:
    """The facts in a front matter. A value of the wrong kind is left out and named in `problems`."""
    stated = _stated(front)
    found: dict[str, Any] = {}
    names: dict[str, str] = {}
    problems = []
    for fact, spellings in NAMES.items():
        key = next((each for each in spellings if each in stated), "")
        name, value = stated.get(key, ("", None))
        if value is None or (key == "published" and not _is_date(value)):
            continue  # it says whether, not when
        try:
            found[fact] = _READERS.get(fact, _words)(value)
            if found[fact] or fact != "kind":  # "type: post" is another program's, and stays
                names[fact] = name
        except ValueError as error:
            found["two_days"] = two_days(value) if fact == "date" else found.get("two_days")
            if fact != "date" or not found["two_days"]:
                problems.append(f"“{name or fact}” of the front matter {error}")
    found |= _hiding(front, names, problems)
    for fact in ("tags", *FILED):
        words = found.get(fact, ())
        problems += [f"the tag “{tag[:30]}…” has more than {MAX_TAG} characters" for tag in words if len(tag) > MAX_TAG]
        found[fact] = tuple(tag for tag in words if len(tag) <= MAX_TAG)
    return Values(**found, names=names, problems=tuple(problems))


def _stated(front: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """(name as it stands there, value) by the name in lower case; what stands one level below is called NESTED."""
    stated = {str(name).lower(): (str(name), value) for name, value in front.items()}
    for outer in ("taxonomies", "date", "last_update"):  # Zola's tags, the dates of MkDocs and Docusaurus
        values = stated.get(outer, ("", None))[1]
        if isinstance(values, dict):
            del stated[outer]
            inner = {str(name).lower(): (NESTED, value) for name, value in values.items()}
            stated |= {_INNER.get((outer, name), name): fact for name, fact in inner.items()}
    return stated


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
    """A list, or a string with commas (dev.to) or spaces (Jekyll) between; each a tag, or a link to its page."""
    if isinstance(value, str) and "[[" not in value:
        value = value.split(",") if "," in value else value.split()
    if isinstance(value, dict):
        raise ValueError("is not a list of words")
    # A tag is kept without "#" and ","; the journal's form separates tags by commas.
    words = (_LINK.sub(r"\1", item).lstrip("#").replace(",", " ").strip() for item in _each(value))
    return tuple(dict.fromkeys(word for word in words if word))


def _each(value: Any) -> tuple[str, ...]:
    """The words of a value, of a list of them, or of lists in lists."""
    if isinstance(value, dict):
        return tuple(f"{_words(name)}: {_words(inner)}" for name, inner in value.items())  # "- django: the orm"
    if isinstance(value, list | tuple | set):
        return tuple(word for item in value for word in _each(item))
    return () if value is None else (_words(value),)


_READERS = {
    "kind": _kind,
    "tags": _names,
    "categories": _names,
    "series": lambda value: _names([value]),
    "aliases": lambda value: _each(value.split(",") if isinstance(value, str) else value),
    "date": as_moment,
    "updated": as_moment,
}
assert {part.name for part in fields(Values)} >= set(NAMES)
