"""The notes below a text, numbered in the order in which it refers to them."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, SubElement

from .blocks.nodes import Footnote
from .inlines.context import Context, reference_id

MAX_BACK_LINKS = 20  # to one note; the first references are the ones that help


def place_footnotes(
    root: Element, notes: dict[str, Footnote], context: Context, build: Callable[[Element, Footnote], None]
) -> None:
    """Puts all notes below the text: a note may refer to others, and one that nobody refers to is shown last."""
    if not notes:
        return
    section = Element("div", {"class": "footnote"})
    SubElement(section, "hr")
    items = SubElement(section, "ol")
    waiting = _in_order(notes, context)
    placed = []
    for number, label in enumerate(waiting, 1):
        item = SubElement(items, "li", {"id": f"fn:{notes[label].label}"})
        build(item, notes[label])
        placed.append((number, label, item))
    for number, label, item in placed:
        _lead_back(item, notes[label].label, number, context.count_of(label))
    root.append(section)


def _in_order(notes: dict[str, Footnote], context: Context) -> Iterator[str]:
    """Keys of notes as they are referred to, then of the others. A note may refer to more of them while it is built."""
    given: set[str] = set()
    position = 0
    for unused in [*notes, ""]:
        while position < len(context.footnote_order):
            label = context.footnote_order[position]
            position += 1
            if label not in given:
                given.add(label)
                yield label
        if unused and unused not in given:
            given.add(unused)
            yield unused


def _lead_back(item: Element, label: str, number: int, count: int) -> None:
    if not count:
        return
    last = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
    if len(last):
        last[-1].tail = (last[-1].tail or "") + "\u00a0"
    else:
        last.text = (last.text or "") + "\u00a0"
    for reference in range(1, min(count, MAX_BACK_LINKS) + 1):
        attributes = {
            "class": "footnote-backref",
            "href": f"#{reference_id(label, reference)}",
            "title": f"Back to reference {number} in the text",
            "aria-label": f"Back to reference {number} in the text",
        }
        SubElement(last, "a", attributes).text = "↩"
