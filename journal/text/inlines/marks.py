"""The marks that need nothing but the text: code, breaks, entities, tags, addresses, formulas, keys, emoji.

Each is given the cursor at the mark's first character, and takes what belongs to it, or gives False.
"""

import re
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from journal.text import mathml
from journal.text.blocks.definitions import ENTITY, character
from journal.text.formulas import formula_at
from journal.text.html_tags import CLOSING_TAG, OPENING_TAG, is_element, is_only_named
from journal.text.remarks import remark_end

from . import autolinks, names
from .attributes import attributes_at
from .cursor import TICKS, Cursor
from .parts import Attributes, BareLink, Tag
from .targets import as_attribute

_ESCAPABLE = re.compile(r"\\[!-/:-@\[-`{-~]")
_ENTITY = re.compile(ENTITY)
_TAG = re.compile(rf"{OPENING_TAG}|{CLOSING_TAG}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_BREAKS = {"br", "hr", "wbr"}
_EMPTY_COMMENT = re.compile(r"<!---?>")
_COMMENT_END = re.compile(r"-->")


def backslash(cursor: Cursor) -> bool:
    """Take an escaped character, or a line break."""
    text, position = cursor.source, cursor.position
    if text.startswith("\\\n", position):
        return cursor.put(Element("br"), _skip_spaces(text, position + 2))
    if formula(cursor):
        return True
    match = _ESCAPABLE.match(text, position)
    return match is not None and cursor.put(match[0][1], match.end())


def formula(cursor: Cursor) -> bool:
    found = formula_at(cursor.source, cursor.position)
    if found is None:
        return False
    return cursor.put(mathml.formula(found.tex, is_display=found.is_display), found.end)


def code(cursor: Cursor) -> bool:
    """Take a span of code, up to as many backticks as open it."""
    match = TICKS.match(cursor.source, cursor.position)
    length = len(match[0]) if match else 0
    start = cursor.position + length
    end = cursor.memory.ticks_after(start, length)
    if end is None:
        return cursor.take(length)
    words = cursor.source[start:end].replace("\n", " ")
    if words.strip(" ") and words[0] == words[-1] == " ":
        words = words[1:-1]
    element = Element("code")
    element.text = AtomicString(words)
    return cursor.put(element, end + length)


def line_break(cursor: Cursor) -> bool:
    """A hard break after two spaces; white space around any other end of a line goes."""
    before = cursor.parts[-1] if cursor.parts else ""
    is_hard = isinstance(before, str) and before.endswith("  ")
    if isinstance(before, str):
        cursor.parts[-1:] = [before.rstrip(" \t")]
    part = Element("br") if is_hard else "\n"
    return cursor.put(part, _skip_spaces(cursor.source, cursor.position + 1))


def entity(cursor: Cursor) -> bool:
    match = _ENTITY.match(cursor.source, cursor.position)
    return match is not None and cursor.put(character(match[0]), match.end())


def angle(cursor: Cursor) -> bool:
    """An address in angle brackets, a comment or a tag."""
    text, position = cursor.source, cursor.position
    link = autolinks.POINTED.match(text, position)
    if link:
        return cursor.put(autolinks.pointed_link(link), link.end())
    if text.startswith("<!--", position):
        empty = _EMPTY_COMMENT.match(text, position)
        end = empty.end() if empty else cursor.memory.end_of(_COMMENT_END, position + 4)
        return end is not None and cursor.put("", end)
    match = _TAG.match(text, position)
    return match is not None and _tag(cursor, match[0], match.end())


def _tag(cursor: Cursor, source: str, end: int) -> bool:
    found = _NAME.search(source)
    name = found[0].lower() if found else ""
    is_closing = source.startswith("</")
    line = cursor.line_at(cursor.position)
    if is_element(name, source):
        can_be_text = name not in _BREAKS and is_only_named(source)
        return cursor.put(Tag(name, source, line, is_closing, can_be_text), end)
    if not is_closing:
        cursor.context.note_tag(name, line)
    return cursor.put(source, end)


def address(cursor: Cursor) -> bool:
    """Take an address that stands bare in the text."""
    found = autolinks.bare_address(cursor.source, cursor.position, in_brackets=cursor.is_in_brackets)
    if not found:
        return False
    target = f"http://{found}" if found.startswith("www.") else found
    return cursor.put(BareLink(as_attribute(target), found), cursor.position + len(found))


def keys(cursor: Cursor) -> bool:
    """Take keys between pluses: ++ctrl+c++."""
    if cursor.before.isalnum() or cursor.before == "+":
        return False
    match = names.KEYS.match(cursor.source, cursor.position)
    element = names.keys(match["keys"]) if match else None
    return match is not None and element is not None and cursor.put(element, match.end())


def attributes(cursor: Cursor) -> bool:
    """Take attributes in braces, for what stands before them."""
    found = attributes_at(cursor.source, cursor.position)
    if found is None:
        return False
    values, end = found
    return cursor.put(Attributes(cursor.source[cursor.position : end], values), end)


def emoji(cursor: Cursor) -> bool:
    """Take an emoji by its name."""
    if cursor.before.isalnum() or cursor.before == ":":
        return False
    match = names.EMOJI.match(cursor.source, cursor.position)
    found = names.emoji(match[0]) if match else None
    return match is not None and found is not None and cursor.put(found, match.end())


def remark(cursor: Cursor) -> bool:
    """Take a remark of Obsidian's, which is hidden."""
    end = remark_end(cursor.source, cursor.position)
    return end is not None and cursor.put("", end)


def _skip_spaces(text: str, position: int) -> int:
    while text.startswith((" ", "\t"), position):
        position += 1
    return position
