"""Where a link leads: `(address "title")` or `[label]` behind its text; and addresses as HTML wants them."""

import re
from functools import lru_cache
from urllib.parse import quote

from journal.text.blocks.definitions import POINTED, TITLE, Target, label_key, plain, title_of

_MAX_PARENTHESES = 32  # within an address, as in cmark: what nests deeper is no link
_OPENING = re.compile(r"\([ \t\n]*")
_POINTED = re.compile(POINTED)
_AFTER = re.compile(rf"(?:(?:[ \t]+|[ \t]*\n[ \t]*){TITLE})?[ \t]*\n?[ \t]*\)", re.DOTALL)
_LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){0,999}+)\]", re.DOTALL)
_ADDRESS_PART = re.compile(r"\\[!-/:-@\[-`{-~]|[()]|[\x00-\x20\x7f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def inline_target(text: str, position: int) -> tuple[Target, int] | None:
    """The target in parentheses at `position`, and where it ends."""
    opening = _OPENING.match(text, position)
    if opening is None:
        return None
    pointed = _POINTED.match(text, opening.end())
    if pointed is None and text.startswith("<", opening.end()):
        return None
    end = pointed.end() if pointed else _end_of_address(text, opening.end())
    after = None if end is None else _AFTER.match(text, end)
    if after is None:
        return None
    address = pointed["pointed"] if pointed else text[opening.end() : end]
    return Target(plain(address), title_of(after)), after.end()


def reference_target(text: str, position: int, label: str, references: dict[str, Target]) -> tuple[Target, int] | None:
    """The target of `[text][label]`, `[text][]` or `[text]`: `label` is the text, None where brackets stand in it."""
    match = _LABEL.match(text, position)
    end = match.end() if match else position
    if match and match[1]:
        label = match[1]
    if not label.strip() or len(label) > 999:
        return None
    target = references.get(label_key(label))
    return (target, end) if target else None


@lru_cache(maxsize=256)
def as_attribute(address: str) -> str:
    """An address, escaped as in the specification; control characters are dropped, as browsers drop them."""
    brackets = "[]" if "//[" in address else ""  # of an IPv6 address
    return quote(_CONTROL.sub("", address), safe=f"%/:=&?~#+!$,;'@()*{brackets}")


def _end_of_address(text: str, start: int) -> int | None:
    """Where an address without angle brackets ends; None where its parentheses do not match."""
    depth = 0
    for part in _ADDRESS_PART.finditer(text, start):
        if part[0] == "(":
            depth += 1
        elif part[0] == ")" and depth:
            depth -= 1
        elif part[0][0] != "\\":
            return None if depth else part.start()
        if depth > _MAX_PARENTHESES:
            break
    return None
