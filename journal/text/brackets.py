"""Python-Markdown scans to the end of the text for every "[": 10 kB of them take 15 seconds.

The same answers from one pass over each string (Python-Markdown issue 798).
"""

from functools import lru_cache
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor


@lru_cache(maxsize=8)
def _closings(data: str) -> dict[int, int]:
    """For the position after each "[" that is closed, the position after its "]"."""
    closings = {}
    stack = []
    for position, character in enumerate(data):
        if character == "[":
            stack.append(position + 1)
        elif character == "]" and stack:
            closings[stack.pop()] = position + 1
    return closings


def _text_in_brackets(self: LinkInlineProcessor, data: str, index: int) -> tuple[str, int, bool]:
    end = _closings(data).get(index)
    return ("", index, False) if end is None else (data[index : end - 1], end, True)


def extend(md: Markdown) -> None:
    for pattern in list(md.inlinePatterns):
        if isinstance(pattern, LinkInlineProcessor):
            bound: Any = _text_in_brackets.__get__(pattern)
            pattern.getText = bound  # type: ignore[method-assign]
