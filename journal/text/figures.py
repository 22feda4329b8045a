"""The HTML of a fenced block: caption, code, and the output under it."""

from html import escape

from .document import Snippet
from .highlight import highlight

# `snippet:N` stands for the address of the N-th snippet. Only the models know the
# address, so they put it in when they store the HTML (see addresses.py).
_FIGURE = """<figure class="snippet" id="code-{anchor}">
<figcaption class="snippet__caption">{title}<span class="snippet__language">{language}</span> \
<a class="snippet__link" href="snippet:{position}" title="{link_title}">#</a></figcaption>
<pre class="snippet__code" tabindex="0" role="group" aria-label="{label}">\
<code class="highlight{numbered}">{code}</code></pre>{output}
</figure>"""


def snippet_figure(snippet: Snippet) -> str:
    """A snippet as a ``<figure>``, its output included."""
    language = snippet.language_label
    title = snippet.title or ""
    name = escape(title or f"{language} code {snippet.position + 1}")
    return _FIGURE.format(
        anchor=escape(snippet.name or str(snippet.position + 1)),
        title=f'<span class="snippet__title">{escape(title)}</span> ' if title else "",
        language=escape(language),
        position=snippet.position,
        link_title=f"Permanent link to {name}",
        label=name,
        numbered=" highlight--numbered" if snippet.linenums else "",
        code=highlight(snippet.code, snippet.language, hl_lines=snippet.hl_lines, linenums=snippet.linenums),
        output="" if snippet.output is None else _output(snippet.output, name),
    )


def output_figure(output: str) -> str:
    """An output block that stands alone, without code above it."""
    return f'<figure class="snippet">{_output(output, "this section")}\n</figure>'


def _output(output: str, name: str) -> str:
    return (
        f'\n<pre class="snippet__output" tabindex="0" role="group" aria-label="Output of {name}">'
        f"<samp>{escape(output, quote=False)}</samp></pre>"
    )
