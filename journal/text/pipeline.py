"""Markdown source to Document, in this process and without limits.

Only the child process of renderer.py calls this with text that people wrote. The way of a text: its lines become
blocks (`blocks`), the blocks elements (`tree`, `inlines`), the elements HTML (`engine`), and that safe (`sanitize`).
"""

import re
from html import unescape

from .blocks import Block, nodes, parse
from .document import Document, Heading, Lines, TooMuchHtml, Warning
from .elsewhere import pictures_as_links
from .engine import engine, normalized
from .excerpts import excerpt, reading_minutes
from .figures import Figures
from .html_tags import VOID
from .inlines import Context
from .proofreading import proofread
from .sanitize import sanitize, to_text

MAX_HTML = 2_000_000  # characters; abbreviations alone can multiply a text by 1,500
MAX_DEPTH = 100  # elements within elements
MAX_WARNINGS = 100

_BLOCK_EDGE = re.compile(
    r"</?(?:p|li|h[2-6]|tr|table|dt|dd|dl|div|section|blockquote|summary|figure|figcaption|pre|ul|ol|details)\b[^<>]*>|<br>"
)
# What the journal itself adds to the words of a text: figures of code, and the marks of footnotes.
_ADDED = re.compile(
    r'<figure class="snippet"[^<>]*>\s*<(?:figcaption class="snippet__caption"|pre class="snippet__output").*?</figure>'
    r'|<sup id="fnref\d*:[^"]*">.*?</sup>|<a [^>]*class="footnote-backref".*?</a>',
    re.DOTALL,
)
_CELL_END = re.compile(r"</t[dh]>")
_HEADING = re.compile(r"<h[2-6]\b")
_HEADING_MARK = "\x02"
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_CODE = (nodes.Fence, nodes.Code, nodes.Formula)


def render_document(source: str) -> Document:
    """The Document of a Markdown source. Same source, same Document, in every process.

    Raises TooMuchHtml for more than MAX_HTML, or elements nested deeper than MAX_DEPTH.
    """
    try:
        return _rendered(source)
    except RecursionError:
        raise TooMuchHtml from None


def _rendered(source: str) -> Document:
    source = normalized(source)
    parsed = parse(source)
    lines = source.split("\n")
    figures = Figures(parsed.document, lines)
    texts = tuple(block.text for block in parsed.document.walk() if block.lines and not isinstance(block, _CODE))
    labels = {key: note.label for key, note in parsed.footnotes.items()}
    context = Context(parsed.references, labels, texts)
    md = engine()
    md.parser.prepare(parsed, context, figures.html_of)  # type: ignore[attr-defined]
    html = md.convert(source)
    if len(html) > MAX_HTML:
        raise TooMuchHtml
    html = _bounded(pictures_as_links(sanitize(html)))
    lines_of_text = _lines(html)
    prose = "\n".join(line for line in lines_of_text if not line.startswith(_HEADING_MARK))
    found = proofread(parsed.document, lines, context, html)
    warnings = [*(warning for fence in figures.fences for warning in fence.warnings), *found]
    return Document(
        html=html,
        text="\n".join(line.removeprefix(_HEADING_MARK) for line in lines_of_text),
        excerpt=excerpt(prose),
        minutes=reading_minutes(prose, [snippet.code for snippet in figures.snippets]),
        headings=tuple(_headings(md.toc_tokens)),  # type: ignore[attr-defined]
        snippets=tuple(figures.snippets),
        links=md.entry_links,  # type: ignore[attr-defined]
        warnings=tuple(sorted(warnings, key=_line_of)[:MAX_WARNINGS]),
        blocks=_blocks(parsed.document),
    )


def _line_of(warning: Warning) -> int:
    return warning.line


def _blocks(document: Block) -> tuple[Lines, ...]:
    blocks = [block for block in document.walk() if block is not document]
    return tuple(Lines(block.kind, block.start + 1, block.end) for block in blocks)


def _lines(html: str) -> list[str]:
    """Plain text, a block a line; a heading's line begins with a mark."""
    words = _CELL_END.sub(" ", _ADDED.sub("\n", html.replace(_HEADING_MARK, "")))
    marked = _HEADING.sub(lambda tag: f"\n{_HEADING_MARK}{tag[0]}", words)
    lines = unescape(to_text(_BLOCK_EDGE.sub(_parted, marked))).split("\n")
    return [" ".join(line.split()) for line in lines if line.strip(_HEADING_MARK + " \t")]


def _parted(edge: re.Match[str]) -> str:
    """An edge of a block ends a line; that a heading begins is marked already."""
    return "" if _HEADING.match(edge[0]) else "\n"


def _bounded(html: str) -> str:
    if len(html) > MAX_HTML or _depth(html) > MAX_DEPTH:
        raise TooMuchHtml
    return html


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, tag in _TAG.findall(html):
        if tag not in VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _headings(tokens: list[dict]) -> list[Heading]:
    found = []
    for token in tokens:
        found.append(Heading(token["level"], token["id"], unescape(token["name"])))
        found += _headings(token["children"])
    return found
