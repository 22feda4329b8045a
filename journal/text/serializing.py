"""Elements to HTML. What is HTML already stands in the tree as an element of its own kind, and is written as it is."""

from html import escape
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

_VOID = {"br", "hr", "img", "input"}


def _raw(*_: object) -> Element:
    """The tag of what is HTML already. A function, as ElementTree marks comments: `itertext` passes it over."""
    raise NotImplementedError


def raw_html(html: str) -> Element:
    element = Element("raw")
    element.tag = _raw  # type: ignore[assignment]
    element.text = AtomicString(html)
    return element


def serialize(element: Element) -> str:
    """HTML, not yet safe."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def _write(element: Element, pieces: list[str]) -> None:
    if element.tag is _raw:
        pieces.append(element.text or "")
        return
    pieces.append(f"<{element.tag}")
    pieces.extend(f' {name}="{escape(value)}"' for name, value in sorted(element.items()))
    pieces.append(">")
    if element.tag in _VOID:
        return
    if element.text:
        pieces.append(escape(element.text, quote=False))
    for child in element:
        _write(child, pieces)
        if child.tail:
            pieces.append(escape(child.tail, quote=False))
    pieces.append(f"</{element.tag}>")
