"""TeX to MathML, which browsers draw themselves: no script, no fonts."""

from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markdown.util import AtomicString

MAX_TEX = 2_000


def formula(tex: str, *, is_display: bool = False) -> Element:
    """MathML for a formula; its source as code when it cannot be read. Not yet safe: `\\href` gives links."""
    try:
        if len(tex) > MAX_TEX:
            raise ValueError
        element = convert_to_element(tex, display="block" if is_display else "inline")
        for part in element.iter():
            part.text = AtomicString(unescape(part.text or ""))  # the library writes signs as entities
            part.tail = None
    except Exception:
        element = Element("code")
        element.text = AtomicString(tex)
    return element


def formula_block(tex: str) -> Element:
    block = Element("div")
    block.append(formula(tex, is_display=True))
    return block
