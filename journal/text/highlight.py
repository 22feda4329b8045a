"""Code to highlighted HTML by Pygments: classes only, bounded, and it never raises."""

from functools import lru_cache
from html import escape

from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Some lexers are quadratic: `make` takes 38 seconds for 20 kB of "aaa..". Above these, plain text.
MAX_CODE = 20_000
MAX_LINE = 1_000

_PLAIN = ("", "text", "txt", "plain", "output")


@lru_cache(maxsize=64)
def language_label(language: str) -> str:
    """The name that people give a language: "python" is "Python", an unknown one stays as it is."""
    lexer = _lexer(language)
    return lexer.name if lexer else language


def highlight(code: str, language: str, *, hl_lines: tuple[int, ...] = (), linenums: bool = False) -> str:
    """The inside of a ``<code>`` element, lines joined by newlines.

    Highlighted lines are ``<mark class="hl">``; with `linenums` every line is a
    ``<span class="line">``, numbered by the style sheet.
    """
    lines = _highlighted_lines(code, language)
    marked = set(hl_lines)
    for index, line in enumerate(lines):
        if index + 1 in marked:
            line = f'<mark class="hl">{line}</mark>'
        lines[index] = f'<span class="line">{line}</span>' if linenums else line
    return "\n".join(lines)


def _highlighted_lines(code: str, language: str) -> list[str]:
    lexer = _lexer(language)
    if lexer is None or len(code) > MAX_CODE or any(len(line) > MAX_LINE for line in code.split("\n")):
        return escape(code, quote=False).split("\n")
    html = pygments_highlight(code + "\n", lexer, HtmlFormatter(nowrap=True))
    return html.removesuffix("\n").split("\n")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    if language in _PLAIN:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
