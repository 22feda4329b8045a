"""Addresses in angle brackets, and those that stand in the text by themselves, nearly by GitHub's rules."""

import re
from collections.abc import Iterator

from .parts import BareLink
from .targets import as_attribute

_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++"
_HOST_PART = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
POINTED = re.compile(
    rf"<(?:(?P<url>[A-Za-z][A-Za-z0-9.+-]{{1,31}}:[^\s<>\x00-\x1f]*+)|(?P<mail>{_LOCAL}@{_HOST_PART}(?:\.{_HOST_PART})*+))>"
)
_BEFORE_WWW = " \n\t*_~([{\"'`>|,;"
_BARE_START = r"(?:(?i:https?|ftp)://|www\.)[\w\[]"
_NOT_IN_ADDRESS = r"\s<>\u3000-\u303f\uff00-\uffef“”‘’"
_BARE = re.compile(rf"{_BARE_START}[^{_NOT_IN_ADDRESS}]*")
_BARE_IN_BRACKETS = re.compile(rf"{_BARE_START}[^\]{_NOT_IN_ADDRESS}]*")
_MAIL = re.compile(
    r"(?<![\w.+/:<-])(?P<mail>[\w.+-]{1,64}@(?:[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24})(?![\w@-])"
)
_TRAILING = "?!.,:*_~'\""


def pointed_link(match: re.Match[str]) -> BareLink:
    text = match["url"] or match["mail"]
    address = text if match["url"] else f"mailto:{text}"
    return BareLink(as_attribute(address), text)


def bare_address(text: str, start: int, *, in_brackets: bool) -> str | None:
    """The address that begins at `start` with a scheme or "www."; None where none does."""
    before = text[start - 1 : start]
    if before.isalnum() or before == "<":
        return None
    if text[start] == "w" and before not in _BEFORE_WWW:
        return None
    match = (_BARE_IN_BRACKETS if in_brackets else _BARE).match(text, start)
    return _trimmed(match[0]) if match else None


def with_mail_addresses(text: str) -> Iterator[str | BareLink]:
    """The text in pieces: e-mail addresses are links."""
    position = 0
    for match in _MAIL.finditer(text):
        yield text[position : match.start()]
        yield BareLink(f"mailto:{match['mail']}", match["mail"])
        position = match.end()
    yield text[position:]


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last == ";":
            entity = address.rfind("&", 0, end)
            if entity >= 0 and address[entity + 1 : end - 1].isalnum():
                end = entity + 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]
