"""The layout of a source file: its head, the prose in its docstring or first comment, and its code."""

import io
import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, field

from .reading import split_lines, written

_HASH = ("#", "")
PYTHON = (".py", ".pyw", ".pyi")
_QUOTES = ('"""', "'''", '"', "'")
_COMMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys("py pyw pyi sh bash zsh fish rb r pl pm ex exs jl nim tcl ps1 cr mk cmake".split(), (_HASH,)),
    **dict.fromkeys(
        "js mjs cjs jsx ts tsx go java c h cc cpp hpp cs rs swift kt kts scala dart php groovy zig v sol".split(),
        (("//", ""), ("/*", "*/")),
    ),
    **dict.fromkeys("css scss less".split(), (("/*", "*/"), ("//", ""))),
    **dict.fromkeys("sql lua hs elm ada adb vhd".split(), (("--", ""), ("/*", "*/"))),
    **dict.fromkeys("clj cljs edn lisp el scm rkt asm s".split(), ((";", ""),)),
    **dict.fromkeys("tex sty erl hrl m".split(), (("%", ""),)),
    **dict.fromkeys("html htm vue svelte".split(), (("<!--", "-->"),)),
}
_HEAD = re.compile(
    r"^(?:#!.*|#.*coding[:=].*|# vim?:.*|# frozen_string_literal:.*|<\?php\s*|<!doctype[^>]*>\s*)$", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose between the marks that make it a comment."""

    opening: str
    words: str
    closing: str  # with the end of the line

    @property
    def raw(self) -> str:
        return self.opening + self.words + self.closing


@dataclass(slots=True)
class Layout:
    """A file in its parts: what has to come first, the prose, white space, the code, white space."""

    head: list[str]
    prose: list[Line] = field(default_factory=list)
    between: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    mark: str = ""
    inner: str = ""  # what stands before a new line of prose
    closing: str = ""  # what ends the prose, when it is not the end of a line

    @property
    def words(self) -> list[str]:
        """The prose without the blank lines at its ends."""
        start, end = self.shown
        return [line.words for line in self.prose[start:end]]

    @property
    def shown(self) -> tuple[int, int]:
        return written([line.words for line in self.prose])


def layout_of(source: str, name: str) -> Layout:
    """The layout of a source file: where its prose stands, and how it is marked as a comment."""
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    lines = split_lines(source[len(mark) :])
    start = 0
    while start < len(lines) and (not lines[start].strip() or _HEAD.match(lines[start].rstrip("\r\n"))):
        start += 1
    layout = Layout(lines[:start], mark=mark)
    end = start
    for find in (_docstring, _comment):
        layout.prose, end = find(lines, start, name)
        if layout.prose:
            layout.inner, layout.closing = _manner(layout.prose)
            break
    _place_code(layout, lines[end:])
    return layout


def _place_code(layout: Layout, lines: list[str]) -> None:
    start, end = written(lines)
    layout.between, layout.code, layout.tail = lines[:start], lines[start:end], lines[end:]


def _manner(prose: list[Line]) -> tuple[str, str]:
    """(what stands before a line in the middle, what ends the prose) of a comment."""
    openings = [line.opening for line in prose if line.words] or [prose[0].opening]
    closing = prose[-1].closing.split()
    if not closing:
        return max(openings, key=openings.count), ""
    inner = openings[1:] or ["" if closing[0] in _QUOTES else " * " if closing[0] == "*/" else ""]
    return max(inner, key=inner.count), closing[0]


def _docstring(lines: list[str], start: int, name: str) -> tuple[list[Line], int]:
    """The lines of a Python module's docstring, and the index below it."""
    span = _docstring_span(lines) if name.lower().endswith(PYTHON) else None
    if span is None:
        return [], start
    first, end, opening, quotes = span
    texts = lines[first:end]
    indents = [re.match(r"[ \t]*", line)[0] for line in texts[1:] if line.strip()]  # type: ignore[index]
    indent = min(indents, key=len) if indents else ""
    found = []
    for number, line in enumerate(texts):
        bare = line.rstrip("\r\n")
        before = opening if number == 0 else indent if bare.startswith(indent) else ""
        after = quotes + bare.rpartition(quotes)[2] if number == len(texts) - 1 else ""
        found.append(Line(before, bare[len(before) : len(bare) - len(after)], after + line[len(bare) :]))
    return found, end


def _docstring_span(lines: list[str]) -> tuple[int, int, str, str] | None:
    """(first line, line below, opening with its quotes, quotes). None when there is none, or Python cannot tell."""
    readline = io.StringIO("".join(line.rstrip("\r\n") + "\n" for line in lines)).readline
    try:
        found = None
        for token in tokenize.generate_tokens(readline):
            if found is None and token.type == tokenize.STRING:
                found = token
            elif found is not None:
                if token.type not in (tokenize.NEWLINE, tokenize.ENDMARKER):
                    return None
                match = re.match(r"[rRuU]?(\"\"\"|'''|\"|')", found.string)
                first, column = found.start
                return (first - 1, found.end[0], match[0], match[1]) if match and column == 0 else None
            elif token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING):
                return None
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        pass
    return None


def _comment(lines: list[str], start: int, name: str) -> tuple[list[Line], int]:
    """The lines of the comment that the file begins with, and the index below it."""
    for opening, closing in comment_marks(name):
        if start < len(lines) and lines[start].startswith(opening):
            return _block(lines, start, opening, closing) if closing else _line_comments(lines, start, opening)
    return [], start


def comment_marks(name: str) -> Sequence[tuple[str, str]]:
    suffix = name.rpartition(".")[2].lower()
    if suffix not in _COMMENTS and name.lower() in ("makefile", "dockerfile", "rakefile"):
        return (_HASH,)
    return _COMMENTS.get(suffix, ())


def _line_comments(lines: list[str], start: int, opening: str) -> tuple[list[Line], int]:
    end = start
    found = []
    while end < len(lines) and lines[end].startswith(opening):
        bare = lines[end].rstrip("\r\n")
        mark = re.match(rf"(?:{re.escape(opening[0])})+ ?", bare)
        before = mark[0] if mark else opening
        found.append(Line(before, bare[len(before) :], lines[end][len(bare) :]))
        end += 1
    return found, end


def _block(lines: list[str], start: int, opening: str, closing: str) -> tuple[list[Line], int]:
    end = next((index for index in range(start, len(lines)) if closing in lines[index]), None)
    if end is None or lines[end].partition(closing)[2].strip():
        return [], start
    middle = [line for line in lines[start + 1 : end] if line.strip()]
    has_stars = all(re.match(r"[ \t]*\*(?: |$)", line.rstrip("\r\n")) for line in middle) and opening == "/*"
    found = []
    for index in range(start, end + 1):
        bare = lines[index].rstrip("\r\n")
        after = closing + bare.partition(closing)[2] if index == end else ""
        inner = bare[: len(bare) - len(after)]
        pattern = rf"{re.escape(opening)}\*? ?" if index == start else r"[ \t]*\*(?!/) ?" if has_stars else r"[ \t]*"
        match = re.match(pattern, inner) or re.match(r"[ \t]*", inner)
        if match is None or (index == start and not inner.startswith(opening)):
            return [], start
        before = match[0]
        words = inner[len(before) :]
        ending = after + lines[index][len(bare) :]
        if after:
            ending = words[len(words.rstrip()) :] + ending
            words = words.rstrip()
        found.append(Line(before, words, ending))
    return found, end + 1
