"""Slugs that keep every script's letters: "Größe & Maß" becomes "größe-and-maß"."""

import re
import unicodedata
from typing import Protocol

MAX_LENGTH = 120

_SPOKEN = {"&": " and ", "+": " plus ", "#": " sharp ", "@": " at ", "%": " percent "}
_VARIATION = re.compile("[\ufe00-\ufe0f]")  # marks that choose how an emoji looks
_NOT_GITHUBS = re.compile(r"[^\w\- ]")
_KEPT = ("L", "N", "M")  # letters, numbers and the marks that belong to letters


def slugify(text: str) -> str:
    """A lower-case slug of letters, digits and single hyphens; never empty.

    Text made only of symbols is spelled by the symbols' Unicode names, so an
    emoji is a good title too: "🎉" becomes "party-popper".
    """
    spoken = "".join(_SPOKEN.get(character, character) for character in text)
    return (_hyphenated(text) and _hyphenated(spoken)) or _hyphenated(_names(text)) or "untitled"


def github_slug(title: str) -> str:
    """The anchor that GitHub makes of a heading: "Bar & Baz" becomes "bar--baz"."""
    return _NOT_GITHUBS.sub("", title.strip().lower()).replace(" ", "-")


class Slugs(Protocol):
    """Anything that can be asked whether it holds a slug."""

    def __contains__(self, slug: str, /) -> bool: ...


def unique_slug(text: str, taken: Slugs) -> str:
    """The slug of `text`, with the first free number behind it when it is taken."""
    return _first_free(slugify(text), taken, 2)[0]


class SlugPool:
    """Free slugs, many at once: each that is given out is taken from then on."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def take(self, text: str) -> str:
        slug = slugify(text)
        found, self._next[slug] = _first_free(slug, self._taken, self._next.get(slug, 2))
        self._taken.add(found)
        return found


def _first_free(slug: str, taken: Slugs, number: int) -> tuple[str, int]:
    """The slug, or the first free one with a number behind it from `number` on; and the number to go on with."""
    candidate = slug
    while candidate in taken:
        suffix = f"-{number}"
        candidate = slug[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix
        number += 1
    return candidate, number


def _hyphenated(text: str) -> str:
    folded = _VARIATION.sub("", unicodedata.normalize("NFKC", text).lower())
    kept = "".join(
        character if unicodedata.category(character)[0] in _KEPT else " "
        for character in folded.replace("'", "").replace("’", "")
    )
    return "-".join(kept.split())[:MAX_LENGTH].strip("-")


def _names(text: str) -> str:
    named = (unicodedata.name(character, "") for character in _VARIATION.sub("", text[:60]))
    return " ".join(named).lower()
