"""What an author hid in a text: comments of HTML, and what stands between `%%` and `%%` in Obsidian."""

import re

from .blocks import Block, parse

_CODE = r"(?P<code>(?<!`)(?P<ticks>`{1,20})(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`))"
_REMARK = r"(?<![^\s(])%%(?!%)(?:(?!%%).)+%%(?=[\s.,;:!?)]|$)"
_REMARKS = re.compile(rf"{_CODE}|{_REMARK}", re.DOTALL)
_HIDDEN = re.compile(rf"{_CODE}|{_REMARK}|<!--(?:>|->|.*?-->)", re.DOTALL)
_ENDLESS = re.compile(r"<!--.*", re.DOTALL)


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
    kept = _HIDDEN.sub(_kept, source[:end]) + _REMARKS.sub(_kept, source[end:])
    if block.kind == "html" and block.text.lstrip().startswith("<!--"):
        kept = _ENDLESS.sub("", kept)
    shown = kept.split("\n")
    lines[block.start : block.end] = shown + [""] * (block.end - block.start - len(shown))


def _kept(match: re.Match[str]) -> str:
    return match["code"] or ""
