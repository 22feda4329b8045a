"""TeX to MathML, which browsers draw themselves: no script, no fonts."""

import re
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markdown.util import AtomicString

MAX_TEX = 2_000
_PERCENT = re.compile(r"(?<!\\)%")
_NUMBERED = re.compile(r"(\\(?:begin|end)\{(?:align|alignat|eqnarray|equation|gather|multline))(?=\})")


def formula(tex: str, *, is_display: bool = False) -> Element:
    """MathML for a formula; its source as code when it cannot be read. Not yet safe: `\\href` gives links."""
    try:
        if len(tex) > MAX_TEX:
            raise ValueError
        display = "block" if is_display else "inline"
        element = convert_to_element(_without_surprises(tex), display=display)
        for part in element.iter():
            part.text = AtomicString(unescape(part.text or ""))  # the library writes signs as entities
            part.tail = None
    except Exception:
        element = Element("code")
        element.text = AtomicString(tex)
    return element


def _without_surprises(tex: str) -> str:
    """Percents are percents, not comments; lines that are aligned are not numbered anew in each formula."""
    return _NUMBERED.sub(r"\1*", _PERCENT.sub(r"\\%", tex))


def formula_block(tex: str) -> Element:
    block = Element("div")
    block.append(formula(tex, is_display=True))
    return block
