"""Whether the README of a folder is a lesson, which is an entry, or says what is there, which is its topic's text."""

import posixpath
import re
from collections.abc import Collection

from journal.transfer.formats import format_of

NOTE = 300  # characters of prose: a README that says as much is a text of its own

_NUMBERED = re.compile(
    r"(?:day|days|lesson|week|chapter|module|session|lecture|unit|part|kata|exercise|problem|hour|class)\b\W*\d"
    r"|^\W*\d{1,4}(?:\b|_)|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[[^\[\]]*\]\([^()]*\)|!?\[\[[^\[\]]*\]\]|<https?:[^<>]*>|https?://\S+")
_MARKS = re.compile(r"^[\s>*+|:#-]*(?:\d+[.)])?\s*(?:\[[ xX]\])?|[\s*|:-]+$")


def is_lesson(path: str, text: str, crowd: Collection[str]) -> bool:
    """Whether the README at `path` is what somebody wrote of one day or lesson. `crowd` are the files in its folder and
    below it that are brought in."""
    folder = posixpath.dirname(path)
    others = [each for each in crowd if each != path]
    if not folder or any(_is_writing(each) for each in others):
        return False
    name = posixpath.basename(folder).replace("_", " ")
    prose = _prose(text)
    if bool(_NUMBERED.search(name)) or bool(_NUMBERED.search(re.sub(r"(?<=[a-z])(?=\d)", " ", name))):
        return prose > 0
    return prose >= NOTE


def _is_writing(path: str) -> bool:
    return format_of(posixpath.basename(path)) != "program"


def _prose(text: str) -> int:
    """Characters in the lines of a text that are neither headings nor rows of links."""
    count = 0
    for line in text.split("\n"):
        rest = _MARKS.sub("", _LINK.sub("", line))
        has_link = rest != _MARKS.sub("", line)
        if rest and not line.lstrip().startswith("#") and not (has_link and len(rest) < 60):
            count += len(rest)
    return count
