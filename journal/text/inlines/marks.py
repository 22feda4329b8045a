"""The marks that need nothing but the text: code, breaks, entities, tags, addresses, formulas, keys, emoji.

Each is given the scan at the mark's first character, and takes what belongs to it, or gives False.
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
from .parts import Attributes, BareLink, Tag
from .scan import TICKS, Scan
from .targets import as_attribute

_ESCAPABLE = re.compile(r"\\[!-/:-@\[-`{-~]")
_ENTITY = re.compile(ENTITY)
_TAG = re.compile(rf"{OPENING_TAG}|{CLOSING_TAG}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_BREAKS = {"br", "hr", "wbr"}
_EMPTY_COMMENT = re.compile(r"<!---?>")
_COMMENT_END = re.compile(r"-->")


def backslash(scan: Scan) -> bool:
    """Take an escaped character, or a line break."""
    text, position = scan.source, scan.position
    if text.startswith("\\\n", position):
        return scan.put(Element("br"), _skip_spaces(text, position + 2))
    if formula(scan):
        return True
    match = _ESCAPABLE.match(text, position)
    return match is not None and scan.put(match[0][1], match.end())


def formula(scan: Scan) -> bool:
    found = formula_at(scan.source, scan.position)
    if found is None:
        return False
    return scan.put(mathml.formula(found.tex, is_display=found.is_display), found.end)


def code(scan: Scan) -> bool:
    """Take a span of code, up to as many backticks as open it."""
    match = TICKS.match(scan.source, scan.position)
    length = len(match[0]) if match else 0
    start = scan.position + length
    end = scan.memory.ticks_after(start, length)
    if end is None:
        return scan.take(length)
    words = scan.source[start:end].replace("\n", " ")
    if words.strip(" ") and words[0] == words[-1] == " ":
        words = words[1:-1]
    element = Element("code")
    element.text = AtomicString(words)
    return scan.put(element, end + length)


def line_break(scan: Scan) -> bool:
    """A hard break after two spaces; white space around any other end of a line goes."""
    before = scan.parts[-1] if scan.parts else ""
    is_hard = isinstance(before, str) and before.endswith("  ")
    if isinstance(before, str):
        scan.parts[-1:] = [before.rstrip(" \t")]
    part = Element("br") if is_hard else "\n"
    return scan.put(part, _skip_spaces(scan.source, scan.position + 1))


def entity(scan: Scan) -> bool:
    match = _ENTITY.match(scan.source, scan.position)
    return match is not None and scan.put(character(match[0]), match.end())


def angle(scan: Scan) -> bool:
    """An address in angle brackets, a comment or a tag."""
    text, position = scan.source, scan.position
    link = autolinks.POINTED.match(text, position)
    if link:
        return scan.put(autolinks.pointed_link(link), link.end())
    if text.startswith("<!--", position):
        empty = _EMPTY_COMMENT.match(text, position)
        end = empty.end() if empty else scan.memory.end_of(_COMMENT_END, position + 4)
        return end is not None and scan.put("", end)
    match = _TAG.match(text, position)
    return match is not None and _tag(scan, match[0], match.end())


def _tag(scan: Scan, source: str, end: int) -> bool:
    found = _NAME.search(source)
    name = found[0].lower() if found else ""
    is_closing = source.startswith("</")
    line = scan.line_at(scan.position)
    if is_element(name, source):
        can_be_text = name not in _BREAKS and is_only_named(source)
        return scan.put(Tag(name, source, line, is_closing, can_be_text), end)
    if not is_closing:
        scan.context.note_tag(name, line)
    return scan.put(source, end)


def address(scan: Scan) -> bool:
    """Take an address that stands bare in the text."""
    found = autolinks.bare_address(scan.source, scan.position, in_brackets=scan.is_in_brackets)
    if not found:
        return False
    target = f"http://{found}" if found.startswith("www.") else found
    return scan.put(BareLink(as_attribute(target), found), scan.position + len(found))


def keys(scan: Scan) -> bool:
    """Take keys between pluses: ++ctrl+c++."""
    if scan.before.isalnum() or scan.before == "+":
        return False
    match = names.KEYS.match(scan.source, scan.position)
    element = names.keys(match["keys"]) if match else None
    return match is not None and element is not None and scan.put(element, match.end())


def attributes(scan: Scan) -> bool:
    """Take attributes in braces, for what stands before them."""
    found = attributes_at(scan.source, scan.position)
    if found is None:
        return False
    values, end = found
    return scan.put(Attributes(scan.source[scan.position : end], values), end)


def emoji(scan: Scan) -> bool:
    """Take an emoji by its name."""
    if scan.before.isalnum() or scan.before == ":":
        return False
    match = names.EMOJI.match(scan.source, scan.position)
    found = names.emoji(match[0]) if match else None
    return match is not None and found is not None and scan.put(found, match.end())


def remark(scan: Scan) -> bool:
    """Take a remark of Obsidian's, which is hidden."""
    end = remark_end(scan.source, scan.position)
    return end is not None and scan.put("", end)


def _skip_spaces(text: str, position: int) -> int:
    while text.startswith((" ", "\t"), position):
        position += 1
    return position
