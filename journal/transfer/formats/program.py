"""Source files: the module's docstring or leading comment is the prose, the rest one titled snippet."""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

from journal.text.fences import find_fences
from journal.text.merge import changes

from .cells import fenced
from .languages import language_of
from .metadata import Values
from .reading import Reading, Text, Unwritable, decode, encode, newline_of, patch_lines, split_lines, written

_HASH = ("#", "")
_PYTHON = (".py", ".pyw", ".pyi")
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


def read(data: bytes, name: str, encoding: str = "utf-8") -> Reading:
    """The Reading of a source file; its title is its name. Raises Unreadable."""
    layout = layout_of(decode(data, encoding), name)
    return Reading(body=_body(layout, name), values=Values())


def write(data: bytes, name: str, before: Text, after: Text, encoding: str = "utf-8") -> bytes:
    """The file with what changed. The title is the file's name, so it stays.

    Raises Unwritable where the file would not read as was meant, or Python would no longer take it.
    """
    source = decode(data, encoding)
    layout = layout_of(source, name)
    if after.body == _body(layout, name):
        return data
    words, code = _parts(after.body, name, has_code=bool(layout.code))
    newline = newline_of(split_lines(source))
    prose = _prose(layout, words, name, newline)
    lines = [line.rstrip("\r\n") for line in layout.code]
    body = patch_lines(layout.code, lines, code, newline)
    between = layout.between
    if prose and body and not layout.prose:
        between = [*between, newline]
    text = "".join([layout.mark, *layout.head, *prose, *between, *body, *layout.tail])
    _check(text, source, name, words, code)
    return encode(text, data, encoding)


def _check(text: str, source: str, name: str, words: list[str], code: list[str]) -> None:
    again = layout_of(text, name)
    if again.words != words or [line.rstrip("\r\n") for line in again.code] != code:
        raise Unwritable(f"the comment of {name} cannot hold this text")
    if name.lower().endswith(_PYTHON) and _is_python(source) and not _is_python(text):
        raise Unwritable(f"{name} would no longer be valid Python")


def _is_python(text: str) -> bool:
    """Whether Python can read it; nothing is run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


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
    span = _docstring_span(lines) if name.lower().endswith(_PYTHON) else None
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
    for opening, closing in _marks(name):
        if start < len(lines) and lines[start].startswith(opening):
            return _block(lines, start, opening, closing) if closing else _line_comments(lines, start, opening)
    return [], start


def _marks(name: str) -> Sequence[tuple[str, str]]:
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


def _body(layout: Layout, name: str) -> str:
    words = layout.words
    if not layout.code:
        return "\n".join(words)
    info = f'{language_of(name)} title="{_title(name)}"'
    code = fenced(info, [line.rstrip("\r\n") for line in layout.code])
    return "\n".join([*words, *([""] if words else []), *code])


def _title(name: str) -> str:
    return re.sub(r"[\"\\\s]+", " ", name).strip()[:200]


def _parts(body: str, name: str, *, has_code: bool) -> tuple[list[str], list[str]]:
    """Prose and code of an edited entry. Raises Unwritable when it says more than a source file can."""
    lines = body.split("\n")
    if not has_code:
        return _words(lines), []
    fences = [fence for fence in find_fences(lines) if not fence.indent]
    if not fences:
        raise Unwritable(f"the code of {name} is no longer there")
    fence = fences[-1]
    if any(line.strip() for line in lines[fence.end :]) or fence.info.language == "output":
        raise Unwritable(f"what stands below the code has no place in {name}")
    return _words(lines[: fence.start]), lines[fence.start + 1 : fence.end - fence.is_closed]


def _words(lines: list[str]) -> list[str]:
    start, end = written(lines)
    return lines[start:end]


def _prose(layout: Layout, words: list[str], name: str, newline: str) -> list[str]:
    """The prose as comment lines of the file: those that stay as they are, new ones like their neighbours."""
    if words == layout.words:
        return [line.raw for line in layout.prose]
    if not words:
        return []
    if not layout.prose:
        return _new_prose(words, name, newline)
    if layout.closing and any(layout.closing in line for line in words):
        raise Unwritable(f"the text holds {layout.closing}, which ends the comment in {name}")
    start, end = layout.shown
    shown = layout.prose[start:end]
    lines = list(shown)
    for taken, given in reversed(list(changes([line.words for line in shown], words))):
        lines[taken] = [_new_line(layout.inner, line, newline) for line in words[given]]
    return [line.raw for line in _enclosed(layout, [*layout.prose[:start], *lines, *layout.prose[end:]], newline)]


def _new_line(opening: str, words: str, newline: str) -> Line:
    if not words:
        opening = opening.rstrip(" ")
    return Line(opening, words, newline)


def _enclosed(layout: Layout, lines: list[Line], newline: str) -> list[Line]:
    """The lines of a comment with its opening before the first and its closing behind the last, and nowhere else."""
    if not layout.closing:
        return lines
    first, last = layout.prose[0], layout.prose[-1]
    for index, line in enumerate(lines):
        opening, closing = line.opening, line.closing
        if index == 0:
            opening = first.opening
        elif line is first:
            opening = layout.inner
        if index == len(lines) - 1:
            closing = last.closing
        elif line is last:
            closing = newline
        lines[index] = Line(opening, line.words, closing)
    return lines


def _new_prose(words: list[str], name: str, newline: str) -> list[str]:
    if name.lower().endswith(_PYTHON):
        text = newline.join(words)
        if '"""' in text or text.endswith(("\\", '"')):
            raise Unwritable('the text holds """, which no docstring can')
        return [f'"""{text}"""{newline}' if len(words) == 1 else f'"""{text}{newline}"""{newline}']
    marks = _marks(name)
    if not marks or name.lower().endswith(".php"):  # of PHP, only a part is code that could hold a comment
        raise Unwritable(f"{name} has no comment that could hold the text")
    opening, closing = marks[0]
    if closing:
        return [f"{opening} {newline.join(words)} {closing}{newline}"]
    return [f"{opening} {line}".rstrip() + newline for line in words]
