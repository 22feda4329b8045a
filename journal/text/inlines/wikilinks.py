"""References between entries such as [[entry#heading|label]], and [[#heading]] within one."""

import re
from xml.etree.ElementTree import Element

from journal.text.slugs import slugify

WIKILINK = re.compile(
    r"!?\[\[(?![\]|\s])(?P<target>[^\[\]|#\n]{0,200})(?:#(?P<fragment>[^\[\]|\n]{1,200}))?"
    r"(?:\\?\|(?P<label>[^\[\]\n]{1,200}))?\]\]"
)


def wikilink(match: re.Match[str]) -> tuple[Element, str]:
    """A link without its text, and the text. Its address is symbolic ("entry:slug"): entries are not known here."""
    target = match["target"].strip()
    fragment = match["fragment"] or ""
    address = f"entry:{slugify(target)}" if target else ""
    if fragment:
        address += f"#{slugify(fragment)}"
    label = match["label"] or _spoken(target) or fragment
    return Element("a", {"href": address, "data-kind": "wiki"}), label.strip()


def _spoken(target: str) -> str:
    """A slug without a label reads as words: [[two-sum]] says "two sum"."""
    return target.replace("-", " ") if target == slugify(target) else target
