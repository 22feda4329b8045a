"""References between entries, as they stand in the tree: each with the sentence around it."""

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from .document import Link
from .references import entry_slug
from .sanitize import prefixed
from .serializing import is_raw, words_of

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s+|\n\s*\n")
_BLOCKS = {"p", "li", "td", "th", "dd", "dt", "blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6"}
CONTEXT = 160  # characters on each side of a link


class LinkTreeprocessor(Treeprocessor):
    """Notes every reference to an entry, and marks what leads away from the site."""

    def run(self, root: Element) -> None:
        found: list[Link] = []
        sentences = _Sentences(root)
        for element in root.iter("a"):
            href = element.get("href") or ""
            kind = element.attrib.pop("data-kind", "markdown")
            slug = entry_slug(href)
            if slug is not None:
                fragment = urlsplit(href).fragment
                element.set("href", f"entry:{slug}" + (f"#{prefixed(fragment)}" if fragment else ""))
                label = words_of(element)
                found.append(Link(slug, label.strip()[:200] or slug, kind, sentences.around(element)))
            elif href.lower().startswith(("http:", "https:", "//")):
                element.set("rel", "external noopener")
        self.md.entry_links = tuple(found)  # type: ignore[attr-defined]


class _Sentences:
    """The sentence that each link of a text stands in, or as much of it as there is room for on both sides."""

    def __init__(self, root: Element) -> None:
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._blocks: dict[Element, tuple[str, dict[Element, tuple[int, int]]]] = {}

    def around(self, link: Element) -> str:
        block = link
        while block.tag not in _BLOCKS and block in self._parents:
            block = self._parents[block]
        if block not in self._blocks:
            self._blocks[block] = _read(block)
        text, places = self._blocks[block]
        start, end = places[link]
        before = _SENTENCE_END.split(text[max(0, start - CONTEXT) : start])[-1]
        after = _SENTENCE_END.split(text[end : end + CONTEXT], maxsplit=1)[0]
        if not (before.strip() or after.strip()):
            return ""  # the link alone says nothing more than its entry's title
        return " ".join(f"{before}{text[start:end][:CONTEXT]}{after}".split())


def _read(block: Element) -> tuple[str, dict[Element, tuple[int, int]]]:
    """The text of a block, and where in it each link stands."""
    pieces: list[str] = []
    places: dict[Element, tuple[int, int]] = {}
    length = 0

    def add(text: str | None) -> None:
        nonlocal length
        pieces.append(text or "")
        length += len(pieces[-1])

    def walk(element: Element) -> None:
        start = length
        if not is_raw(element):
            add(element.text)
        for child in element:
            walk(child)
            add(child.tail)
        if element.tag == "a":
            places[element] = (start, length)

    walk(block)
    return "".join(pieces), places


def extend(md: Markdown) -> None:
    md.treeprocessors.register(LinkTreeprocessor(md), "entry_links", 8)
