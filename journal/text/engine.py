"""Python-Markdown with our own rules for blocks and for what stands in a line.

The package keeps what it is good at: the order of the steps, abbreviations, anchors and contents, the layout of the
HTML. Its parsers are replaced: docs/decisions/018-githubs-markdown.md says why.
"""

import re
from collections.abc import Iterable
from threading import local
from xml.etree.ElementTree import Element, ElementTree

import markdown
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrExtension
from markdown.util import ETX, STX, Registry

from . import links, structure
from .blocks import Parsed, parse
from .footnotes import place_footnotes
from .inlines import Context
from .serializing import serialize
from .tree import Figure, TreeBuilder

# The first two are marks of Python-Markdown's own, which its rules for contents take out of a text.
_NOT_TEXT = str.maketrans({STX: None, ETX: None, "\0": "\ufffd"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_instances = local()


class MarkdownBlocks(BlockParser):
    """The tree of a text, where Python-Markdown would build it from its block processors."""

    def __init__(self, md: Markdown, abbreviations: AbbrExtension) -> None:
        super().__init__(md)
        self.abbreviations = abbreviations
        self.parsed = parse("")
        self.context = Context()
        self.figure: Figure = lambda fence: ""

    def prepare(self, parsed: Parsed, context: Context, figure: Figure) -> None:
        self.parsed, self.context, self.figure = parsed, context, figure

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:
        """The tree of the text that was prepared; the lines are the same text."""
        self.abbreviations.abbrs.update(self.parsed.abbreviations)  # type: ignore[attr-defined]
        builder = TreeBuilder(self.context, self.figure)
        root = Element(self.md.doc_tag)
        builder.build(root, self.parsed.document.children)
        place_footnotes(
            root, self.parsed.footnotes, self.context, lambda item, note: builder.within(item, note.children)
        )
        return ElementTree(root)


def normalized(source: str) -> str:
    """The text with one kind of line ending, without byte order mark, and without what HTML cannot hold."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", text.translate(_NOT_TEXT))


def engine() -> Markdown:
    """The instance of this thread: a shared one mixes the texts of two threads."""
    md = getattr(_instances, "markdown", None)
    if md is None:
        abbreviations = AbbrExtension()
        md = markdown.Markdown(extensions=[abbreviations, structure.contents()])
        md.parser = MarkdownBlocks(md, abbreviations)
        md.preprocessors = Registry()
        md.postprocessors = Registry()
        md.serializer = serialize
        for name in ("inline", "unescape"):
            md.treeprocessors.deregister(name)
        for part in (links, structure):
            part.extend(md)
        _instances.markdown = md
    md.reset()
    md.entry_links = ()  # type: ignore[union-attr] # an empty text never reaches the processor
    return md
