"""What every format gives, and the text of a file without losing a byte of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from journal.text.merge import changes

from .metadata import Values

MAX_TITLE = 200  # characters

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Unreadable(Exception):
    """The file cannot be brought in. The message says why, `line` (1-based) where, if that is known."""

    def __init__(self, message: str, line: int = 0) -> None:
        where = f"line {line}: " if line else ""
        super().__init__(where + message)
        self.line = line


class Unwritable(Exception):
    """The entry says something that its file has no way to say. The file stays as it is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's words. `body` is Markdown with line feeds, its references still as in the file."""

    title: str = ""  # empty: the file does not say, so its name does
    body: str = ""
    values: Values = field(default_factory=Values)
    images: Mapping[str, bytes] = field(default_factory=dict)  # those inside the file, by attachment name
    problems: tuple[str, ...] = ()  # what was left out, for the plan


@dataclass(frozen=True, slots=True)
class Text:
    """What of an entry a file can say. `body` in the file's own references."""

    title: str
    body: str
    summary: str = ""
    kind: str = ""
    slug: str = ""
    tags: tuple[str, ...] = ()
    published: str = ""  # ISO 8601 with offset; empty for a draft


def decode(data: bytes, encoding: str = "utf-8") -> str:
    """The text of a file. `encoding` is for what is not UTF-8. Raises Unreadable with line and byte."""
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and "16" not in encoding:
        line, byte = _place(data, data.index(b"\x00"))
        raise Unreadable(f"a NUL byte at byte {byte} of the line: this is no text", line)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if encoding not in ("utf-8", "utf8"):
            return _decode_other(data, encoding)
        line, byte = _place(data, error.start)
        value = data[error.start]
        message = f"byte {byte} of the line is 0x{value:02X}, which is not UTF-8 (--encoding can name another)"
        raise Unreadable(message, line) from None


def encode(text: str, original: bytes, encoding: str = "utf-8") -> bytes:
    """`text` as bytes in the encoding that `original` is in. Raises Unwritable for what that does not know."""
    try:
        original.decode()
        encoding = "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise Unwritable(f"“{text[error.start]}” cannot be written in {encoding}") from None


def split_lines(text: str) -> list[str]:
    """The lines with their endings: nothing but CR LF, LF and CR ends one."""
    return [line for line in _LINE.findall(text) if line]


def ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def written(lines: Sequence[str]) -> tuple[int, int]:
    """(start, end) of the part of the lines between the blank ones at both ends."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return start, end


def newline_of(lines: list[str]) -> str:
    """The line end that most lines have."""
    endings = [ending(line) for line in lines if ending(line)]
    return max(set(endings), key=endings.count) if endings else "\n"


def patch_lines(
    raw: Sequence[str], old: Sequence[str], new: Sequence[str], newline: str, write: Callable[[str], str] = str
) -> list[str]:
    """The `raw` lines of a file, which read as `old`, made to read as `new`: lines that stay keep every byte.

    A new line is written by `write` and ends as the others do. The last line ends, or not, as it did before.
    """
    lines = list(raw)
    for taken, given in reversed(list(changes(old, new))):
        lines[taken] = [write(line) + newline for line in new[given]]
    lines[:-1] = [line if ending(line) else line + newline for line in lines[:-1]]
    if lines:
        lines[-1] = lines[-1].rstrip("\r\n") + (ending(raw[-1]) if raw else "")
    return lines


def _decode_other(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line, byte = _place(data, error.start)
        raise Unreadable(f"byte {byte} of the line is neither UTF-8 nor {encoding}", line) from None


def _place(data: bytes, position: int) -> tuple[int, int]:
    """Line and byte in the line, both 1-based."""
    before = data[:position]
    return before.count(b"\n") + 1, position - (before.rfind(b"\n") + 1) + 1
