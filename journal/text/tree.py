"""Blocks to elements."""

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from . import inlines
from .blocks import nodes
from .blocks.nodes import Block
from .blocks.tables import cells
from .document import TooMuchHtml
from .figures import is_formula
from .formulas import tex_of
from .inlines import Context
from .inlines.attributes import split_last_line, split_off
from .mathml import formula_block
from .serializing import raw_html

MAX_CELLS = 100_000  # of all tables of a text: a short row is filled up

_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)(?:[ ]*\|[^\]]*)?\](?P<fold>[-+])?[ \t]*(?P<title>.*)$")
_TASK = re.compile(r"\[([ xX])\](?=\s)\s*")
_NAMED_TAG = re.compile(r"\s*<([A-Za-z][A-Za-z0-9-]*)(?:\s[\w ]+)?>[ \t]+\w")  # “<div> is a block”
_TAG = re.compile(r"<[A-Za-z/]")

Figure = Callable[[nodes.Fence], str]


def is_endless_comment(block: Block) -> bool:
    """Whether a comment is never closed: it hides the rest of the text, as on GitHub."""
    return isinstance(block, nodes.Html) and block.text.lstrip().startswith("<!--") and not block.is_closed


class TreeBuilder:
    """Builds the elements of one document. `figure` gives the HTML of a fence; nothing where another holds it."""

    def __init__(self, context: Context, figure: Figure) -> None:
        self._context = context
        self._figure = figure
        self._cells = 0

    def build(self, parent: Element, blocks: Iterable[Block], *, is_tight: bool = False) -> None:
        for block in blocks:
            if is_tight and isinstance(block, nodes.Paragraph):
                self._tight(parent, block)
            else:
                build = _BUILDERS.get(type(block))  # what only defines something gives no element
                if build:
                    build(self, parent, block)

    def within(self, parent: Element, blocks: Iterable[Block], *, is_tight: bool = False) -> None:
        """Builds what is in a container: raw HTML that it opens ends with it."""
        with self._context.raw.scope() as ending:
            self.build(parent, blocks, is_tight=is_tight)
            _end(parent, ending())

    def text(self, parent: Element, text: str, line: int) -> None:
        inlines.fill(parent, text, self._context, line + 1)

    def _text_within(self, parent: Element, text: str, line: int) -> None:
        with self._context.raw.scope() as ending:
            self.text(parent, text, line)
            _end(parent, ending())

    def _tight(self, parent: Element, block: nodes.Paragraph) -> None:
        """Text of an item, without a paragraph around it."""
        if len(parent) and parent[-1].tag != "input":
            parent[-1].tail = (parent[-1].tail or "") + "\n"
        self.text(parent, block.text.strip(" \t\n"), block.start)

    def paragraph(self, parent: Element, block: nodes.Paragraph) -> None:
        text, attributes = split_last_line(block.text.strip(" \t\n"))
        self.text(SubElement(parent, "p", attributes), text, block.start)

    def heading(self, parent: Element, block: nodes.Heading) -> None:
        title, attributes = split_off(block.text)
        self._text_within(SubElement(parent, f"h{block.level}", attributes), title, block.start)

    def thematic_break(self, parent: Element, block: nodes.Break) -> None:
        SubElement(parent, "hr")

    def code(self, parent: Element, block: nodes.Code) -> None:
        SubElement(SubElement(parent, "pre"), "code").text = AtomicString(block.text + "\n")

    def fence(self, parent: Element, block: nodes.Fence) -> None:
        if is_formula(block):
            parent.append(formula_block(block.text.strip()))
        elif html := self._figure(block):
            parent.append(raw_html(html + "\n"))

    def html(self, parent: Element, block: nodes.Html) -> None:
        if is_endless_comment(block):
            return
        named = _NAMED_TAG.match(block.text)
        if named and named[1].lower() not in self._context.closing_names:
            lines = [line.lstrip() for line in block.lines]
            self.paragraph(parent, nodes.Paragraph(block.start, block.end, lines=lines))
            return
        html, text_tags = self._context.raw.taken(block.text)
        for tag in text_tags:
            self._context.note_tag(tag.name, block.start + tag.line + 1)
        if html.strip() and not _TAG.search(html):  # nothing of it is HTML
            html = f"<div>{html}</div>"
        parent.append(raw_html(html + "\n"))

    def formula(self, parent: Element, block: nodes.Formula) -> None:
        parent.append(formula_block(tex_of(block.text)))

    def quote(self, parent: Element, block: nodes.Quote) -> None:
        first = block.children[0] if block.children else None
        callout = _CALLOUT.match(first.lines[0].strip()) if isinstance(first, nodes.Paragraph) else None
        if callout is None or first is None:
            self.within(SubElement(parent, "blockquote"), block.children)
            return
        body = nodes.Paragraph(first.start + 1, first.end, lines=first.lines[1:])
        children = [body, *block.children[1:]] if body.lines else block.children[1:]
        kind, title = callout["kind"].lower(), callout["title"] or callout["kind"].title()
        self._box(parent, kind, title, block.start, is_fold=bool(callout["fold"]), is_open=callout["fold"] == "+")
        self.within(parent[-1], children)

    def _box(self, parent: Element, classes: str, title: str, line: int, *, is_fold: bool, is_open: bool) -> None:
        if is_fold:
            box = SubElement(parent, "details")
            if classes:
                box.set("class", classes)
            if is_open:
                box.set("open", "open")
            self._text_within(SubElement(box, "summary"), title, line)
            return
        box = SubElement(parent, "div", {"class": f"admonition {classes}".strip()})
        if title:
            self._text_within(SubElement(box, "p", {"class": "admonition-title"}), title, line)

    def marked(self, parent: Element, block: nodes.Marked) -> None:
        classes = block.classes.lower()
        title = classes.capitalize() if block.title is None else block.title
        if block.mark == "===":
            is_first = not (len(parent) and parent[-1].get("class") == "tab")
            self._box(parent, "tab", title, block.start, is_fold=True, is_open=is_first)
        else:
            is_fold = block.mark.startswith("?")
            self._box(parent, classes, title, block.start, is_fold=is_fold, is_open=block.mark.endswith("+"))
        self.within(parent[-1], block.children)

    def item_list(self, parent: Element, block: nodes.List) -> None:
        kind = "ul" if block.first is None else "ol"
        element = SubElement(parent, kind)
        if block.first not in (None, 1):
            element.set("start", str(block.first))
        for item in block.children:
            self._item(element, item, is_tight=not block.is_loose)

    def _item(self, parent: Element, block: Block, *, is_tight: bool) -> None:
        item = SubElement(parent, "li")
        first = block.children[0] if block.children else None
        task = _TASK.match(first.lines[0]) if isinstance(first, nodes.Paragraph) else None
        if task is None or first is None:
            self.within(item, block.children, is_tight=is_tight)
            return
        parent.set("class", "task-list")
        item.set("class", "task-list-item")
        rest = nodes.Paragraph(first.start, first.end, lines=[first.lines[0][task.end() :], *first.lines[1:]])
        holder = item if is_tight else SubElement(item, "p")
        is_done = task[1] != " "
        box = SubElement(holder, "input", {"type": "checkbox", "disabled": ""})
        label = "Done" if is_done else "To do"
        box.set("aria-label", label)
        if is_done:
            box.set("checked", "")
        box.tail = " "
        self._text_within(holder, rest.text.strip(" \t\n"), rest.start)
        self.within(item, block.children[1:], is_tight=is_tight)

    def table(self, parent: Element, block: nodes.Table) -> None:
        table = SubElement(parent, "table")
        self._row(SubElement(SubElement(table, "thead"), "tr"), "th", block.lines[0], block.columns, block.start)
        body = SubElement(table, "tbody") if len(block.lines) > 1 else table
        for number, row in enumerate(block.lines[1:], block.start + 2):
            self._row(SubElement(body, "tr"), "td", row, block.columns, number)

    def _row(self, row: Element, tag: str, text: str, columns: list[str], line: int) -> None:
        """GitHub drops what is more than the columns; here no word goes."""
        self._cells += len(columns)
        if self._cells > MAX_CELLS:
            raise TooMuchHtml
        for side, cell in zip_longest(columns, cells(text), fillvalue=""):
            element = SubElement(row, tag)
            if side:
                element.set("align", side)
            self._text_within(element, cell, line)

    def terms(self, parent: Element, block: nodes.Terms) -> None:
        terms = self._definition_list(parent)
        for number, term in enumerate(block.lines, block.start):
            self._text_within(SubElement(terms, "dt"), term.strip(), number)

    def meaning(self, parent: Element, block: nodes.Meaning) -> None:
        meaning = SubElement(self._definition_list(parent), "dd")
        self.within(meaning, block.children, is_tight=len(block.children) == 1)

    def _definition_list(self, parent: Element) -> Element:
        if len(parent) and parent[-1].tag == "dl":
            return parent[-1]
        return SubElement(parent, "dl")


def _end(parent: Element, html: str) -> None:
    if html:
        parent.append(raw_html(html))


_BUILDERS: dict[type[Block], Callable] = {
    nodes.Paragraph: TreeBuilder.paragraph,
    nodes.Heading: TreeBuilder.heading,
    nodes.Break: TreeBuilder.thematic_break,
    nodes.Code: TreeBuilder.code,
    nodes.Fence: TreeBuilder.fence,
    nodes.Html: TreeBuilder.html,
    nodes.Formula: TreeBuilder.formula,
    nodes.Quote: TreeBuilder.quote,
    nodes.Marked: TreeBuilder.marked,
    nodes.List: TreeBuilder.item_list,
    nodes.Table: TreeBuilder.table,
    nodes.Terms: TreeBuilder.terms,
    nodes.Meaning: TreeBuilder.meaning,
}
