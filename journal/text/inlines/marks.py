"""The marks that need nothing but the text: code, breaks, entities, tags, addresses, formulas, keys, emoji.

Each is given the scanner at the mark's first character, and takes what belongs to it, or gives False.
"""

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from journal.text import mathml
from journal.text.blocks.definitions import ENTITY, character
from journal.text.formulas import formula_at
from journal.text.html_tags import CLOSING_TAG, OPENING_TAG, is_element, is_only_named
from journal.text.remarks import remark_end

from . import autolinks, names
from .attributes import attributes_at
from .parts import Attributes, BareLink, Tag
from .targets import as_attribute

if TYPE_CHECKING:
    from .scanner import Scanner

_TICKS = re.compile(r"`+")
_ESCAPABLE = re.compile(r"\\[!-/:-@\[-`{-~]")
_ENTITY = re.compile(ENTITY)
_TAG = re.compile(rf"{OPENING_TAG}|{CLOSING_TAG}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_BREAKS = {"br", "hr", "wbr"}
_EMPTY_COMMENT = re.compile(r"<!---?>")
_COMMENT_END = re.compile(r"-->")


class Memory:
    """What is known of a text's ends: each is searched for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ticks: dict[int, list[int]] | None = None  # for each length, where such runs of backticks stand
        self._missing: set[str] = set()

    def ticks_after(self, position: int, length: int) -> int | None:
        """Where the next run of so many backticks stands."""
        if self._ticks is None:
            self._ticks = {}
            for run in reversed(list(_TICKS.finditer(self._text))):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        places = self._ticks.get(length, [])
        while places and places[-1] < position:
            places.pop()
        return places[-1] if places else None

    def end_of(self, pattern: re.Pattern[str], position: int) -> int | None:
        """Where the next match ends."""
        if pattern.pattern in self._missing:
            return None
        match = pattern.search(self._text, position)
        if match is None:
            self._missing.add(pattern.pattern)
        return match.end() if match else None


def backslash(scanner: "Scanner") -> bool:
    text, position = scanner.source, scanner.position
    if text.startswith("\\\n", position):
        return scanner.put(Element("br"), _skip_spaces(text, position + 2))
    if formula(scanner):
        return True
    match = _ESCAPABLE.match(text, position)
    return match is not None and scanner.put(match[0][1], match.end())


def formula(scanner: "Scanner") -> bool:
    found = formula_at(scanner.source, scanner.position)
    if found is None:
        return False
    return scanner.put(mathml.formula(found.tex, is_display=found.is_display), found.end)


def code(scanner: "Scanner") -> bool:
    match = _TICKS.match(scanner.source, scanner.position)
    length = len(match[0]) if match else 0
    start = scanner.position + length
    end = scanner.memory.ticks_after(start, length)
    if end is None:
        return scanner.take(length)
    words = scanner.source[start:end].replace("\n", " ")
    if words.strip(" ") and words[0] == words[-1] == " ":
        words = words[1:-1]
    element = Element("code")
    element.text = AtomicString(words)
    return scanner.put(element, end + length)


def line_break(scanner: "Scanner") -> bool:
    """A hard break after two spaces; white space around any other end of a line goes."""
    before = scanner.parts[-1] if scanner.parts else ""
    is_hard = isinstance(before, str) and before.endswith("  ")
    if isinstance(before, str):
        scanner.parts[-1:] = [before.rstrip(" \t")]
    part = Element("br") if is_hard else "\n"
    return scanner.put(part, _skip_spaces(scanner.source, scanner.position + 1))


def entity(scanner: "Scanner") -> bool:
    match = _ENTITY.match(scanner.source, scanner.position)
    return match is not None and scanner.put(character(match[0]), match.end())


def angle(scanner: "Scanner") -> bool:
    """An address in angle brackets, a comment or a tag."""
    text, position = scanner.source, scanner.position
    link = autolinks.POINTED.match(text, position)
    if link:
        return scanner.put(autolinks.pointed_link(link), link.end())
    if text.startswith("<!--", position):
        empty = _EMPTY_COMMENT.match(text, position)
        end = empty.end() if empty else scanner.memory.end_of(_COMMENT_END, position + 4)
        return end is not None and scanner.put("", end)
    match = _TAG.match(text, position)
    return match is not None and _tag(scanner, match[0], match.end())


def _tag(scanner: "Scanner", source: str, end: int) -> bool:
    found = _NAME.search(source)
    name = found[0].lower() if found else ""
    is_closing = source.startswith("</")
    line = scanner.line_at(scanner.position)
    if is_element(name, source):
        can_be_text = name not in _BREAKS and is_only_named(source)
        return scanner.put(Tag(name, source, line, is_closing, can_be_text), end)
    if not is_closing:
        scanner.context.note_tag(name, line)
    return scanner.put(source, end)


def address(scanner: "Scanner") -> bool:
    found = autolinks.bare_address(scanner.source, scanner.position, in_brackets=scanner.is_in_brackets)
    if not found:
        return False
    target = f"http://{found}" if found.startswith("www.") else found
    return scanner.put(BareLink(as_attribute(target), found), scanner.position + len(found))


def keys(scanner: "Scanner") -> bool:
    if scanner.before.isalnum() or scanner.before == "+":
        return False
    match = names.KEYS.match(scanner.source, scanner.position)
    element = names.keys(match["keys"]) if match else None
    return match is not None and element is not None and scanner.put(element, match.end())


def attributes(scanner: "Scanner") -> bool:
    found = attributes_at(scanner.source, scanner.position)
    if found is None:
        return False
    values, end = found
    return scanner.put(Attributes(scanner.source[scanner.position : end], values), end)


def emoji(scanner: "Scanner") -> bool:
    if scanner.before.isalnum() or scanner.before == ":":
        return False
    match = names.EMOJI.match(scanner.source, scanner.position)
    found = names.emoji(match[0]) if match else None
    return match is not None and found is not None and scanner.put(found, match.end())


def remark(scanner: "Scanner") -> bool:
    """What Obsidian hides."""
    end = remark_end(scanner.source, scanner.position)
    return end is not None and scanner.put("", end)


def _skip_spaces(text: str, position: int) -> int:
    while text.startswith((" ", "\t"), position):
        position += 1
    return position
