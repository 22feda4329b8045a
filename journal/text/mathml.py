"""TeX to MathML, which browsers draw themselves: no script, no fonts."""

from html import escape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

MAX_TEX = 2_000


def to_mathml(tex: str, *, block: bool = False) -> str:
    """MathML for a formula; its source as code when it cannot be read.

    The result is not yet safe (`\\text{<b>}` comes out raw): it is sanitised with the page.
    """
    try:
        if len(tex) > MAX_TEX:
            raise ValueError
        return convert(tex, display="block" if block else "inline")
    except Exception:
        return f"<code>{escape(tex, quote=False)}</code>"


class MathTreeprocessor(Treeprocessor):
    """Turns what arithmatex found into MathML."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if "arithmatex" in element.get("class", "").split() and element.text:
                block = element.tag == "div"
                tex = element.text.strip()[2:-2]  # without \( \) or \[ \]
                element.text = self.md.htmlStash.store(to_mathml(tex, block=block))


def extend(md: Markdown) -> None:
    md.treeprocessors.register(MathTreeprocessor(md), "mathml", 12)
