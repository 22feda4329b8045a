"""Source files: the module's docstring or leading comment is the prose, the rest one titled snippet."""

import ast
import re
import warnings

from journal.text.fences import find_fences
from journal.text.merge import changes

from .cells import fenced
from .languages import language_of
from .metadata import Values
from .program_layout import PYTHON, Layout, Line, comment_marks, layout_of
from .reading import Reading, Text, Unwritable, decode, encode, newline_of, patch_lines, split_lines, written


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
    if name.lower().endswith(PYTHON) and _is_python(source) and not _is_python(text):
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
    if name.lower().endswith(PYTHON):
        text = newline.join(words)
        if '"""' in text or text.endswith(("\\", '"')):
            raise Unwritable('the text holds """, which no docstring can')
        return [f'"""{text}"""{newline}' if len(words) == 1 else f'"""{text}{newline}"""{newline}']
    marks = comment_marks(name)
    if not marks or name.lower().endswith(".php"):  # of PHP, only a part is code that could hold a comment
        raise Unwritable(f"{name} has no comment that could hold the text")
    opening, closing = marks[0]
    if closing:
        return [f"{opening} {newline.join(words)} {closing}{newline}"]
    return [f"{opening} {line}".rstrip() + newline for line in words]
