"""Where the values of a JSON text stand in it, so that one of them can be changed and no other byte."""

import json
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]

Span = tuple[int, int]  # start and end, end exclusive

_SPACE = re.compile(r"[ \t\r\n]*")
_decoder = json.JSONDecoder()


def members(text: str, span: Span) -> dict[str, Span]:
    """The span of each value of the object that stands at `span`. The text has to be valid JSON."""
    found = {}
    position = _after_space(text, span[0] + 1)
    while text[position] == '"':
        key, position = scanstring(text, position + 1)
        start = _after_space(text, _after_space(text, position) + 1)
        found[key] = start, _decoder.raw_decode(text, start)[1]
        position = _next(text, found[key][1])
    return found


def items(text: str, span: Span) -> Iterator[Span]:
    """The span of each item of the array that stands at `span`."""
    position = _after_space(text, span[0] + 1)
    while text[position] != "]":
        end = _decoder.raw_decode(text, position)[1]
        yield position, end
        position = _next(text, end)


def indent_at(text: str, position: int) -> str | None:
    """The white space before `position` on its line, when nothing else stands there."""
    start = text.rfind("\n", 0, position) + 1
    before = text[start:position]
    return before if start and not before.strip(" \t") else None


def whole(text: str) -> Span:
    start = _after_space(text, 0)
    return start, _decoder.raw_decode(text, start)[1]


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    assert match is not None
    return match.end()


def _next(text: str, end: int) -> int:
    """The next member or item, or the closing bracket."""
    position = _after_space(text, end)
    return _after_space(text, position + 1) if text[position] == "," else position
