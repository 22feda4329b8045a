"""Markdown source to Document, in this process and without limits.

Only the child process of renderer.py calls this with text that people wrote.
"""

import hashlib
import re
from dataclasses import replace
from html import unescape
from threading import local

import markdown
from markdown import Markdown
from markdown.preprocessors import Preprocessor

from . import brackets, links, mathml, structure
from .document import Document, Heading, Snippet, Warning
from .excerpts import excerpt, reading_minutes
from .fences import Fence, find_fences
from .figures import output_figure, snippet_figure
from .highlight import language_label
from .languages import canonical_language
from .proofreading import proofread
from .sanitize import sanitize, to_text

MAX_HTML = 2_000_000  # characters; abbreviations alone can multiply a text by 1,500
MAX_DEPTH = 100  # elements within elements
MAX_WARNINGS = 100

_EXTENSIONS: list = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "pymdownx.arithmatex",
    "pymdownx.betterem",
    "pymdownx.details",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.quotes",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
_SETTINGS: dict[str, dict[str, object]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TITLE": "Back to reference {} in the text"},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.tilde": {"subscript": False},
}
_BLOCK_END = re.compile(r"</(?:p|li|h[2-6]|tr|dt|dd|div|section|blockquote|summary|figure)>|<br>")
_CELL_END = re.compile(r"</t[dh]>")
_HEADING = re.compile(r"<h[2-6]\b")
_HEADING_MARK = "\x02"
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_VOID = {"br", "hr", "img", "input"}
_instances = local()


class TooMuchHtml(Exception):
    """The HTML would be larger than MAX_HTML or nested deeper than MAX_DEPTH."""


class FencePreprocessor(Preprocessor):
    """Puts the stored figure where a fence was; runs once white space has been normalised."""

    figures: dict[str, str]

    def run(self, lines: list[str]) -> list[str]:
        return [self._placed(line) for line in lines]

    def _placed(self, line: str) -> str:
        token = line.strip(" >")
        html = self.figures.get(token)
        return line if html is None else line.replace(token, self.md.htmlStash.store(html))


def render_document(source: str) -> Document:
    """The Document of a Markdown source. Same source, same Document, in every process.

    Raises TooMuchHtml, and whatever Markdown raises on monstrous text (RecursionError).
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    lines = source.split("\n")
    fences = find_fences(lines)
    snippets, outputs = _pair(lines, fences)
    md = _markdown()
    md.reset()
    md.entry_links = ()  # type: ignore[attr-defined] # an empty text never reaches the processor
    figures: dict[str, str] = {}
    md.preprocessors["fences"].figures = figures  # type: ignore[attr-defined]
    html = md.convert(_with_tokens(source, lines, fences, snippets, outputs, figures))
    if len(html) > MAX_HTML:
        raise TooMuchHtml
    html = _bounded(sanitize(html))
    lines_of_text = _lines(html)
    prose = "\n".join(line for line in lines_of_text if not line.startswith(_HEADING_MARK))
    return Document(
        html=html,
        text="\n".join(line.removeprefix(_HEADING_MARK) for line in lines_of_text),
        excerpt=excerpt(prose),
        minutes=reading_minutes(prose, [snippet.code for snippet in snippets.values()]),
        headings=tuple(_headings(md.toc_tokens)),  # type: ignore[attr-defined]
        snippets=tuple(snippets.values()),
        links=md.entry_links,  # type: ignore[attr-defined]
        warnings=_warnings(lines, fences),
    )


def _warnings(lines: list[str], fences: list[Fence]) -> tuple[Warning, ...]:
    found = [warning for fence in fences for warning in fence.warnings]
    return tuple(sorted([*found, *proofread(lines, fences)], key=lambda warning: warning.line)[:MAX_WARNINGS])


def _lines(html: str) -> list[str]:
    """Plain text, a block a line; a heading's line begins with a mark."""
    marked = _HEADING.sub(lambda tag: f"\n{_HEADING_MARK}{tag[0]}", html.replace(_HEADING_MARK, ""))
    spaced = _BLOCK_END.sub(lambda end: end[0] + "\n", _CELL_END.sub(" ", marked))
    lines = unescape(to_text(spaced)).replace("↩", "").split("\n")
    return [" ".join(line.split()) for line in lines if line.strip(_HEADING_MARK + " \t")]


def _markdown() -> Markdown:
    """One instance a thread: a shared one mixes the texts of two threads."""
    md = getattr(_instances, "markdown", None)
    if md is None:
        md = markdown.Markdown(extensions=[*_EXTENSIONS, structure.contents()], extension_configs=_SETTINGS)
        md.preprocessors.register(FencePreprocessor(md), "fences", 29)
        for part in (brackets, links, mathml, structure):
            part.extend(md)
        _instances.markdown = md
    return md


def _pair(lines: list[str], fences: list[Fence]) -> tuple[dict[int, Snippet], set[int]]:
    """Snippets by the index of their fence, and the fences that are the output of one."""
    snippets: dict[int, Snippet] = {}
    outputs: set[int] = set()
    names: set[str] = set()
    for index, fence in enumerate(fences):
        if fence.info.language == "output":
            continue
        following = fences[index + 1] if index + 1 < len(fences) else None
        output = None
        if following and following.info.language == "output" and _adjacent(lines, fence, following):
            output = following.code
            outputs.add(index + 1)
        snippets[index] = _snippet(fence, len(snippets), output, names)
    return snippets, outputs


def _adjacent(lines: list[str], fence: Fence, following: Fence) -> bool:
    return not any(line.strip(" \t>") for line in lines[fence.end : following.start])


def _snippet(fence: Fence, position: int, output: str | None, names: set[str]) -> Snippet:
    info = fence.info
    name = "" if info.name in names else info.name
    names.add(name)
    language = canonical_language(info.language)
    snippet = Snippet(
        position=position,
        line=fence.start + 1,
        language=language,
        language_label=language_label(language) or "text",
        code=fence.code,
        name=name,
        title=info.title,
        output=output,
        hl_lines=info.hl_lines,
        linenums=info.linenums,
        isolated=info.isolated,
        norun=info.norun,
        raises=info.raises,
    )
    return replace(snippet, html=sanitize(snippet_figure(snippet)))


def _with_tokens(
    source: str,
    lines: list[str],
    fences: list[Fence],
    snippets: dict[int, Snippet],
    outputs: set[int],
    figures: dict[str, str],
) -> str:
    """The source with a token in place of each fence; `figures` gets the HTML of each token."""
    seed = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]
    result: list[str] = []
    position = 0
    for index, fence in enumerate(fences):
        result += lines[position : fence.start]
        position = fence.end
        if index in outputs:
            continue
        token = f"fence{seed}n{index}n"
        figures[token] = snippets[index].html if index in snippets else output_figure(fence.code)
        quote, _, indent = fence.indent.rpartition(">")
        lead = f"{quote}> " if quote or ">" in fence.indent else _list_indent(indent)
        blank = lead.rstrip()
        # A quote that ends here must not end in an empty line, or the token gets a paragraph around it.
        goes_on = lines[position : position + 1] and lines[position].lstrip().startswith(">")
        result += [blank, lead + token, blank if goes_on else ""]
    return "\n".join(result + lines[position:])


def _list_indent(indent: str) -> str:
    """Python-Markdown nests by four columns, people by two or three."""
    columns = len(indent.expandtabs(4))
    return " " * (-(-columns // 4) * 4)


def _bounded(html: str) -> str:
    if len(html) > MAX_HTML or _depth(html) > MAX_DEPTH:
        raise TooMuchHtml
    return html


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, tag in _TAG.findall(html):
        if tag not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _headings(tokens: list[dict]) -> list[Heading]:
    found = []
    for token in tokens:
        found.append(Heading(token["level"], token["id"], unescape(token["name"])))
        found += _headings(token["children"])
    return found
