"""How each kind of block begins.

A start looks at the rest of a line. If a block of its kind begins there, it adds that to the open blocks and says how
much of the line was used.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto

from journal.text.formulas import OPENING, closing_of, is_prose_in_brackets

from . import nodes
from .html_kinds import html_kind
from .line import Line
from .open_blocks import OpenBlocks
from .tables import alignments


class Began(Enum):
    NOTHING = auto()
    CONTAINER = auto()  # another block may begin behind its mark
    LEAF = auto()  # the rest of the line is its text
    LINE = auto()  # the line is used up


Start = Callable[[OpenBlocks, Line], Began]

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_BREAK = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_FENCE = re.compile(r"(?P<mark>`{3,})(?P<info>[^`]*)$|(?P<tildes>~{3,})(?P<about>.*)$")
_ITEM = re.compile(r"(?:(?P<bullet>[-*+])|(?P<number>[0-9]{1,9})(?P<delimiter>[.)]))(?=[ \t]|$)")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,200})\]:[ \t]*")
_ABBREVIATION = re.compile(r"\*\[([^\]\\]+)\][ ]?:[ \t]*([^\s*][^*]*)$")
_MARKED = re.compile(r'(?P<mark>!!!|\?\?\?\+?)[ \t]+(?P<classes>[\w-]+(?:[ ]+[\w-]+)*)?[ ]*(?:"(?P<title>.*?)")?$')
_TAB = re.compile(r'(?P<mark>===)[ \t]+(?P<classes>)"(?P<title>.*?)"$')
_MEANING = re.compile(r":[ \t]{1,3}(?=\S)")
_REMARK_START = re.compile(r"%%(?:[ \t]+(?!.*%%)|$)")
_REMARK_END = re.compile(r"(?<!%)%%\s*$")


def begin(blocks: OpenBlocks, line: Line) -> Began:
    """Adds the block that begins at the line's position, if one does."""
    rest = line.rest.lstrip(" ")
    if not rest.strip("\t"):
        return Began.NOTHING
    if len(line.text) - line.position - len(rest) >= 4:
        return _code(blocks, line)
    for start in _STARTS.get(rest[0], ()):
        began = start(blocks, line)
        if began is not Began.NOTHING:
            return began
    return Began.NOTHING


def _code(blocks: OpenBlocks, line: Line) -> Began:
    if blocks.tip.kind == "paragraph" or blocks.container.kind == "table":
        return Began.NOTHING
    line.skip(4)
    blocks.add(nodes.Code(line.number, line.number + 1))
    return Began.LEAF


def _quote(blocks: OpenBlocks, line: Line) -> Began:
    if blocks.is_deep:
        return Began.NOTHING
    line.skip_quote_mark()
    blocks.add(nodes.Quote(line.number, line.number + 1))
    return Began.CONTAINER


def _heading(blocks: OpenBlocks, line: Line) -> Began:
    match = _HEADING.match(line.content)
    if match is None:
        return Began.NOTHING
    title = _without_closing_marks(line.content[match.end() :])
    blocks.add_whole(nodes.Heading(line.number, line.number + 1, lines=[title], level=len(match[1])))
    return Began.LINE


def _without_closing_marks(title: str) -> str:
    """“Title ##” is “Title”; “C#” keeps its mark."""
    bare = title.rstrip("#")
    is_closed = bare != title and (not bare or bare[-1] in " \t")
    return (bare if is_closed else title).strip(" \t")


def _fence(blocks: OpenBlocks, line: Line) -> Began:
    match = _FENCE.match(line.content)
    if match is None:
        return Began.NOTHING
    info = (match["info"] or match["about"] or "").strip()
    mark = match["mark"] or match["tildes"]
    blocks.add(nodes.Fence(line.number, line.number + 1, info=info, mark=mark, indent=line.indent))
    return Began.LINE


def _html(blocks: OpenBlocks, line: Line) -> Began:
    rest = line.rest.lstrip(" ")
    kind = html_kind(rest)
    if kind is None or not (kind.can_interrupt or blocks.tip.kind != "paragraph"):
        return Began.NOTHING
    closing = kind.closing
    if kind.has_to_close and closing and not (closing.search(rest) or blocks.comes_below(closing, line)):
        return Began.NOTHING
    blocks.add(nodes.Html(line.number, line.number + 1, closing=closing))
    return Began.LEAF


def _remark(blocks: OpenBlocks, line: Line) -> Began:
    """Over lines, only if `%%` ends one of those below: `%%timeit` is text."""
    content = line.content
    is_one_line = len(content) > 4 and content.find("%%", 2) == len(content) - 2 and content[2] != "%"
    is_first = _REMARK_START.match(content) is not None and blocks.comes_below(_REMARK_END, line)
    if not content.startswith("%%") or not (is_one_line or is_first):
        return Began.NOTHING
    line.skip(line.indent + 2)
    blocks.add(nodes.Remark(line.number, line.number + 1, closing=_REMARK_END))
    return Began.LEAF


def _underline(blocks: OpenBlocks, line: Line) -> Began:
    """A line of `=` or `-` makes the paragraph above it a heading."""
    paragraph = blocks.container
    if paragraph.kind != "paragraph" or not _UNDERLINE.match(line.content):
        return Began.NOTHING
    blocks.take_definitions(paragraph)
    if not paragraph.lines:
        blocks.replace_container(nodes.LinkDefinitions(paragraph.start, paragraph.end))
        blocks.close()
        return Began.NOTHING
    level = 1 if line.content[0] == "=" else 2
    title = paragraph.text.strip(" \t\n")
    heading = nodes.Heading(paragraph.start, line.number + 1, lines=[title], level=level)
    blocks.replace_container(heading)
    blocks.close()
    return Began.LINE


def _table(blocks: OpenBlocks, line: Line) -> Began:
    paragraph = blocks.container
    if paragraph.kind != "paragraph":
        return Began.NOTHING
    header = paragraph.lines[-1]
    columns = alignments(header, line.content)
    if columns is None:
        return Began.NOTHING
    table = nodes.Table(line.number - 1, line.number + 1, lines=[header.strip()], columns=columns)
    paragraph.lines.pop()
    paragraph.end = line.number - 1
    if paragraph.lines:
        blocks.add(table)
    else:
        blocks.replace_container(table)
    return Began.LINE


def _break(blocks: OpenBlocks, line: Line) -> Began:
    if not _BREAK.match(line.content):
        return Began.NOTHING
    blocks.add_whole(nodes.Break(line.number, line.number + 1))
    return Began.LINE


def _abbreviation(blocks: OpenBlocks, line: Line) -> Began:
    match = _ABBREVIATION.match(line.content)
    if match is None or not match[1].strip():
        return Began.NOTHING
    blocks.abbreviations[match[1].strip()] = match[2].strip()
    blocks.add_whole(nodes.Abbreviation(line.number, line.number + 1))
    return Began.LINE


def _item(blocks: OpenBlocks, line: Line) -> Began:
    rest = line.rest.lstrip(" ")
    match = _ITEM.match(rest)
    if match is None or blocks.is_deep:
        return Began.NOTHING
    after = rest[match.end() :]
    is_empty = not after.strip(" \t")
    number = int(match["number"]) if match["number"] else None
    if blocks.container.kind == "paragraph" and (is_empty or number not in (None, 1)):
        return Began.NOTHING
    spaces = len(after) - len(after.lstrip(" "))
    if is_empty or spaces >= 5:  # code may begin in an item: then one space belongs to the mark
        spaces = 1
    indent = line.indent
    offset = indent + match.end() + spaces
    if is_empty:
        line.skip_all()
    else:
        line.skip(offset)
    delimiter = match["bullet"] or match["delimiter"]
    parent = blocks.close_unmatched()
    if not isinstance(parent, nodes.List) or parent.delimiter != delimiter:
        blocks.add(nodes.List(line.number, line.number + 1, delimiter=delimiter, first=number))
    blocks.add(nodes.Item(line.number, line.number + 1, offset=offset))
    return Began.CONTAINER


def _footnote(blocks: OpenBlocks, line: Line) -> Began:
    """The first of a label; another one is text, or its words would be nowhere."""
    match = _FOOTNOTE.match(line.content)
    if match is None or blocks.is_deep or match[1].casefold() in blocks.footnotes:
        return Began.NOTHING
    line.skip(line.indent + match.end())
    footnote = nodes.Footnote(line.number, line.number + 1, label=match[1])
    blocks.footnotes[match[1].casefold()] = footnote
    blocks.add(footnote)
    return Began.CONTAINER


def _marked(blocks: OpenBlocks, line: Line) -> Began:
    """Only if something is indented below: “!!! wow” alone is text."""
    match = _MARKED.match(line.content) or _TAB.match(line.content)
    if match is None or blocks.is_deep or (not match["classes"] and match["title"] is None):
        return Began.NOTHING
    if not blocks.is_indented_below(line, line.position + line.indent + 4):
        return Began.NOTHING
    line.skip_all()
    block = nodes.Marked(line.number, line.number + 1, mark=match["mark"], title=match["title"])
    block.classes = match["classes"] or ""
    blocks.add(block)
    return Began.LINE


def _meaning(blocks: OpenBlocks, line: Line) -> Began:
    match = _MEANING.match(line.content)
    if match is None or blocks.is_deep or not blocks.make_terms():
        return Began.NOTHING
    line.skip(line.indent + match.end())
    blocks.add(nodes.Meaning(line.number, line.number + 1))
    return Began.CONTAINER


def _formula(blocks: OpenBlocks, line: Line) -> Began:
    """A formula ends before the next blank line. Right below text it stays in the paragraph, as what it displays.

    Either way none of its lines begins a block.
    """
    match = OPENING.match(line.content)
    if match is None or blocks.tip.kind == "table" or is_prose_in_brackets(line.content):
        return Began.NOTHING
    found = blocks.end_of_formula(closing_of(match), line, match.end())
    if found is None:
        return Began.NOTHING
    blocks.hold(found.line)
    if blocks.tip.kind == "paragraph" or not found.is_last:
        return Began.NOTHING
    blocks.add(nodes.Formula(line.number, line.number + 1))
    return Began.LEAF


_STARTS: Mapping[str, tuple[Start, ...]] = {
    ">": (_quote,),
    "#": (_heading,),
    "`": (_fence,),
    "~": (_fence,),
    "<": (_html,),
    "=": (_underline, _marked),
    "-": (_underline, _table, _break, _item),
    "|": (_table,),
    ":": (_table, _meaning),
    "*": (_break, _abbreviation, _item),
    "_": (_break,),
    "+": (_item,),
    "[": (_footnote,),
    "!": (_marked,),
    "?": (_marked,),
    "%": (_remark,),
    "$": (_formula,),
    "\\": (_formula,),
} | dict.fromkeys("0123456789", (_item,))
