"""Elements to HTML. What is HTML already stands in the tree as an element of its own kind, and is written as it is."""

from html import escape
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from .html_tags import VOID


def _raw(*_: object) -> Element:
    """The tag of what is HTML already. A function, as ElementTree marks comments: no rule for a tag finds it."""
    raise NotImplementedError


def raw_html(html: str) -> Element:
    element = Element("raw")
    element.tag = _raw  # type: ignore[assignment]
    element.text = AtomicString(html)
    return element


def is_raw(element: Element) -> bool:
    return element.tag is _raw


def words_of(element: Element) -> str:
    """The text within an element; what stands in place of a picture belongs to it, raw HTML does not."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Element, pieces: list[str]) -> None:
    if element.tag == "img":
        pieces.append(element.get("alt", ""))
    elif not is_raw(element):
        pieces.append(element.text or "")
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")


def serialize(element: Element) -> str:
    """HTML, not yet safe."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def _write(element: Element, pieces: list[str]) -> None:
    if is_raw(element):
        pieces.append(element.text or "")
        return
    pieces.append(f"<{element.tag}")
    pieces.extend(f' {name}="{escape(value)}"' for name, value in sorted(element.items()))
    pieces.append(">")
    if element.tag in VOID:
        return
    if element.text:
        pieces.append(escape(element.text, quote=False))
    for child in element:
        _write(child, pieces)
        if child.tail:
            pieces.append(escape(child.tail, quote=False))
    pieces.append(f"</{element.tag}>")
