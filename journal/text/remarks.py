"""What an author hid in a text: comments of HTML, and what stands between `%%` and `%%` in Obsidian."""

import re

from .blocks import Block, parse

_CODE = r"(?P<code>(?<!`)(?P<ticks>`{1,20})(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`))"
_MARK = re.compile(rf"{_CODE}|%%", re.DOTALL)
_MARK_OR_COMMENT = re.compile(rf"{_CODE}|%%|<!--(?:>|->|.*?-->)", re.DOTALL)
_ENDLESS = re.compile(r"<!--.*", re.DOTALL)


def remark_end(text: str, start: int) -> int | None:
    """Where the remark ends whose `%%` stands at `start`; None where that is a percentage or a command (`%%timeit`)."""
    before, first = text[start - 1 : start], text[start + 2 : start + 3]
    if first in ("", "%") or (before.isascii() and before.strip(" \t\n(")):
        return None
    end = text.find("%%", start + 2)
    if end < 0 or text.startswith("%", end + 2):
        return None
    behind = text[end + 2 : end + 3]
    is_opening = text[end - 1].isspace() and behind.isalnum()
    return None if is_opening else end + 2


def without_remarks(text: str) -> str:
    """The Markdown as others may have it. Code stays as it is."""
    if "<!--" not in text and "%%" not in text:
        return text
    lines = text.split("\n")
    for block in parse(text).document.walk():
        if block.kind == "remark":
            lines[block.start : block.end] = [""] * (block.end - block.start)
        elif block.kind == "html" or (block.lines and block.kind not in ("fence", "code", "formula")):
            _hide(block, lines)
    return "\n".join(lines)


def _hide(block: Block, lines: list[str]) -> None:
    """Takes the remarks out of the lines of a block, of which there are as many as before."""
    source = "\n".join(lines[block.start : block.end])
    last = source.rfind("-->")  # behind its line no comment ends, and none has to be looked for
    end = 0 if last < 0 else (source + "\n").index("\n", last)
    kept = _shown(source[:end], _MARK_OR_COMMENT) + _shown(source[end:], _MARK)
    if block.kind == "html" and block.text.lstrip().startswith("<!--"):
        kept = _ENDLESS.sub("", kept)
    shown = kept.split("\n")
    lines[block.start : block.end] = shown + [""] * (block.end - block.start - len(shown))


def _shown(text: str, mark: re.Pattern[str]) -> str:
    pieces: list[str] = []
    position = 0
    while match := mark.search(text, position):
        pieces.append(text[position : match.start()])
        end = remark_end(text, match.start()) if match[0] == "%%" else match.end()
        if match["code"] or end is None:
            pieces.append(match[0])
        position = match.end() if end is None else end
    pieces.append(text[position:])
    return "".join(pieces)
