"""Elements from a row of parts."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from journal.text.serializing import is_raw

from .attributes import SETTABLE
from .autolinks import with_mail_addresses
from .parts import Attributes, BareLink, Closing, Opening, Run


def build(parent: Element, parts: Iterable) -> None:
    """Puts the parts behind what is in `parent` already."""
    builder = _Builder(parent)
    for part in _flat(parts):
        builder.take(part)
    builder.flush()


def _flat(parts: Iterable) -> Iterator:
    """Runs as what they have become: ends, text, beginnings."""
    for part in parts:
        if not isinstance(part, Run):
            yield part
            continue
        for _ in part.closed:
            yield Closing()
        if part.count:
            yield part.mark * part.count
        for tag in reversed(part.opened):
            yield Opening(tag, {})


class _Builder:
    def __init__(self, parent: Element) -> None:
        self._open = [parent]
        self._text: list[str] = []
        self._latest: Element | None = None  # the element that has just ended
        self._links = int(parent.tag == "a")  # open ones: a link holds no link

    def take(self, part: object) -> None:
        if isinstance(part, BareLink) and self._links:
            part = part.text or ""
        if isinstance(part, str):
            self._text.append(part)
            if part:
                self._latest = None
        elif isinstance(part, Attributes):
            self._set(part)
        else:
            self.flush()
            self._place(part)

    def flush(self) -> None:
        """Puts the text that has come together where it belongs."""
        text = "".join(self._text)
        self._text.clear()
        if "@" in text and not self._links:
            for piece in with_mail_addresses(text):
                self._append(piece)
        elif text:
            self._append(text)

    def _place(self, part: object) -> None:
        if isinstance(part, Opening):
            self._open.append(SubElement(self._open[-1], part.tag, part.attributes))
            self._latest = None
            self._links += part.tag == "a"
        elif isinstance(part, Closing):
            self._latest = self._open.pop()
            self._links -= self._latest.tag == "a"
        elif isinstance(part, Element):
            self._append(part)
            self._latest = None if is_raw(part) or part.tag == "br" else part
            self._links += _opened_links(part)

    def _append(self, piece: str | Element) -> None:
        parent = self._open[-1]
        if isinstance(piece, Element):
            parent.append(piece)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        else:
            parent.text = (parent.text or "") + piece

    def _set(self, part: Attributes) -> None:
        if self._latest is None:
            self._text.append(part.source)
            return
        for name in SETTABLE & part.values.keys():
            former = self._latest.get("class", "") if name == "class" else ""
            self._latest.set(name, f"{former} {part.values[name]}".strip())


def _opened_links(element: Element) -> int:
    """How many links a raw tag opens: -1 for one that it closes."""
    if not is_raw(element) or not element.text:
        return 0
    if element.text == "</a>":
        return -1
    return int(element.text.startswith(("<a ", "<a\n", "<a>")))
