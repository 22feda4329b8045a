"""TeX to MathML, which browsers draw themselves: no script, no fonts."""

import re
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markdown.util import AtomicString

MAX_TEX = 2_000
_PERCENT = re.compile(r"(?<!\\)%")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_ALIGNED = re.compile(
    r"\\(begin|end)\{((?:align|aligned|alignat|alignedat|eqnarray|gather|gathered|multline|dcases|rcases))\*?\}"
    r"(?:(?<=t\})\{\d+\}|(?<=ed\})\[[tbc]\]|)"
)


def formula(tex: str, *, is_display: bool = False) -> Element:
    """MathML for a formula; its source as code when it cannot be read. Not yet safe: `\\href` gives links."""
    try:
        if len(tex) > MAX_TEX:
            raise ValueError
        display = "block" if is_display else "inline"
        element = convert_to_element(_without_surprises(tex), display=display)
        if any((part.text or "").startswith("\\") for part in element.iter()):
            raise ValueError  # a command that the library does not know
        for part in element.iter():
            part.text = AtomicString(unescape(part.text or ""))  # the library writes signs as entities
            part.tail = None
    except Exception:
        element = Element("code")
        element.text = AtomicString(tex)
    return element


def _without_surprises(tex: str) -> str:
    """Percents are percents, not comments; lines that are aligned are not numbered anew in each formula."""
    tex = _LABEL.sub("", _PERCENT.sub(r"\\%", tex))
    return _ALIGNED.sub(lambda match: f"\\{match[1]}{{{_known(match[2])}}}", tex)


def _known(environment: str) -> str:
    """The environment that the library knows and that looks alike."""
    return "cases" if environment.endswith("cases") else "align*"


def formula_block(tex: str) -> Element:
    block = Element("div")
    block.append(formula(tex, is_display=True))
    return block
