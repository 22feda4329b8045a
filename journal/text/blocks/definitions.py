"""Link reference definitions at the head of a paragraph, and the pieces that links share with them."""

import re
from html.entities import html5
from typing import NamedTuple

LABEL = r"\[(?P<label>(?:[^\\\[\]]|\\.){1,999}+)\]"
TITLE = r"""(?:"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)'|\((?P<round>(?:[^()\\]|\\.)*+)\))"""
POINTED = r"<(?P<pointed>(?:[^<>\\\n]|\\.)*+)>"
_DESTINATION = rf"(?:{POINTED}|(?P<plain>(?!<)[^\s\x00-\x1f]++))"
_HEAD = re.compile(rf"{LABEL}:[ \t]*\n?[ \t]*{_DESTINATION}(?=[ \t\n]|$)", re.DOTALL)
_TITLE = re.compile(rf"(?:[ \t]*\n[ \t]*|[ \t]+){TITLE}[ \t]*(?:\n|$)", re.DOTALL)
_REST = re.compile(r"[ \t]*(?:\n|$)")
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
_ESCAPED_OR_ENTITY = re.compile(rf"\\([!-/:-@\[-`{{-~])|({ENTITY})")


class Target(NamedTuple):
    """Where a link leads."""

    address: str
    title: str | None = None


def plain(text: str) -> str:
    """The text without escapes and entities."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPED_OR_ENTITY.sub(lambda match: match[1] or character(match[2]), text)


def character(entity: str) -> str:
    """The character that an entity such as `&copy;` or `&#169;` stands for; the entity itself if there is none."""
    if not entity.startswith("&#"):
        return html5.get(entity[1:], entity)
    digits = entity[2:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return chr(code)


def label_key(label: str) -> str:
    """The key of a label: case and white space do not count."""
    return " ".join(label.split()).casefold()


def title_of(match: re.Match[str]) -> str | None:
    """The title in a match of TITLE; None when it has none."""
    for name in ("double", "single", "round"):
        if match[name] is not None:
            return plain(match[name])
    return None


def take_definitions(text: str, references: dict[str, Target]) -> str:
    """The text without the definitions that it begins with; they go to `references`, where the first of a name wins."""
    position = 0
    while text.startswith("[", position):
        head = _HEAD.match(text, position)
        if not head or not head["label"].strip() or head["label"].startswith("^"):
            break
        title = _TITLE.match(text, head.end())
        rest = title or _REST.match(text, head.end())
        if rest is None:
            break
        address = head["plain"] if head["pointed"] is None else head["pointed"]
        words = title_of(title) if title else None
        target = Target(plain(address), words)
        references.setdefault(label_key(head["label"]), target)
        position = rest.end()
    return text[position:]
