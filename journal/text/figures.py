"""The HTML of fenced blocks: caption, code, and the output under it."""

from dataclasses import replace
from html import escape

from .blocks import Block, nodes
from .document import Snippet, snippet_anchor
from .fences import Fence, parse_info, read_fence
from .highlight import highlight, language_label
from .languages import canonical_language
from .sanitize import sanitize

# `snippet:N` stands for the address of the N-th snippet. Only the models know the
# address, so they put it in when they store the HTML (see addresses.py).
_FIGURE = """<figure class="snippet" id="{anchor}">
<figcaption class="snippet__caption">{title}<span class="snippet__language">{language}</span> \
<a class="snippet__link" href="snippet:{position}" title="{link_title}">#</a></figcaption>
<pre class="snippet__code" tabindex="0" role="group" aria-label="{label}">\
<code class="highlight{numbered}">{code}</code></pre>{output}
</figure>"""


class Figures:
    """The figures of a document, drawn in the order of the text: that is how snippets are numbered.

    A fence `output` right below another is the output of that one.
    """

    def __init__(self, document: Block, lines: list[str]) -> None:
        self.fences: list[Fence] = []
        self.snippets: list[Snippet] = []
        self._names: set[str] = set()
        self._html: dict[nodes.Fence, str] = {}
        for block, output in _pairs(document):
            printed = read_fence(output, lines) if output else None
            self._draw(block, read_fence(block, lines), printed)

    def html_of(self, block: nodes.Fence) -> str:
        """The figure; nothing for an output, which stands in the figure of its code."""
        return self._html.get(block, "")

    def _draw(self, block: nodes.Fence, fence: Fence, output: Fence | None) -> None:
        self.fences += [fence, output] if output else [fence]
        if fence.info.language == "output":
            self._html[block] = output_figure(fence.code)
            return
        name = "" if fence.info.name in self._names else fence.info.name
        self._names.add(name)
        printed = output.code if output else None
        snippet = _snippet(fence, len(self.snippets), name, printed)
        self.snippets.append(snippet)
        self._html[block] = snippet.html


def is_formula(block: Block) -> bool:
    """Whether a fence holds TeX, as on GitHub."""
    return isinstance(block, nodes.Fence) and block.info.lower() == "math"


def snippet_figure(snippet: Snippet) -> str:
    """A snippet as a ``<figure>``, its output included."""
    language = snippet.language_label
    title = snippet.title or ""
    name = escape(title or f"{language} code {snippet.position + 1}")
    shown_title = f'<span class="snippet__title">{escape(title)}</span> ' if title else ""
    numbered = " highlight--numbered" if snippet.linenums else ""
    output = "" if snippet.output is None else _output(snippet.output, name)
    return _FIGURE.format(
        anchor=escape(snippet_anchor(snippet.name, snippet.position)),
        title=shown_title,
        language=escape(language),
        position=snippet.position,
        link_title=f"Permanent link to {name}",
        label=name,
        numbered=numbered,
        code=highlight(snippet.code, snippet.language, hl_lines=snippet.hl_lines, linenums=snippet.linenums),
        output=output,
    )


def output_figure(output: str) -> str:
    """An output block that stands alone, without code above it."""
    return f'<figure class="snippet">{_output(output, "this section")}\n</figure>'


def _pairs(document: Block) -> list[tuple[nodes.Fence, nodes.Fence | None]]:
    """Each fence with the output below it, in the order of the text."""
    found: list[tuple[nodes.Fence, nodes.Fence | None]] = []
    outputs: set[Block] = set()
    for parent in document.walk():
        for block, below in zip(parent.children, [*parent.children[1:], None], strict=False):
            if not isinstance(block, nodes.Fence) or block in outputs or is_formula(block):
                continue
            output = below if isinstance(below, nodes.Fence) and _is_output(below) and not _is_output(block) else None
            if output:
                outputs.add(output)
            found.append((block, output))
    return sorted(found, key=lambda pair: pair[0].start)


def _is_output(block: nodes.Fence) -> bool:
    return parse_info(block.info).language == "output"


def _snippet(fence: Fence, position: int, name: str, output: str | None) -> Snippet:
    info = fence.info
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


def _output(output: str, name: str) -> str:
    return (
        f'\n<pre class="snippet__output" tabindex="0" role="group" aria-label="Output of {name}">'
        f"<samp>{escape(output, quote=False)}</samp></pre>"
    )
