"""Fenced blocks: finding them in Markdown, and reading their info strings.

Python-Markdown's own fences do not nest in lists and hand every option to Pygments,
where a third of the possible ones raise. Here an info string is data: known options
are read, unknown ones are reported, and nothing in it can fail.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from .document import Warning

FLAGS = ("linenums", "isolated", "norun")
OPTIONS = ("title", "name", "hl_lines", "raises", *FLAGS)
MAX_LINE = 20_000

_OPENING = re.compile(r"^(?P<prefix>[ \t]*(?:>[ \t]*)*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
_CONTAINER = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)]|!!!|\?\?\?\+?|===|:|\[\^[^\]]+\]:)(?:[ \t]|$)")
_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Info:
    """An info string, read. `hl_lines` are 1-based and sorted."""

    language: str = ""
    title: str = ""
    name: str = ""
    hl_lines: tuple[int, ...] = ()
    linenums: bool = False
    isolated: bool = False
    norun: bool = False
    raises: str = ""
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Fence:
    """One fenced block, where it stands: `start` and `end` are line indices, end exclusive."""

    start: int
    end: int
    indent: str
    info: Info
    code: str
    is_closed: bool = True

    @property
    def warnings(self) -> Iterator[Warning]:
        for problem in self.info.problems:
            yield Warning(self.start + 1, problem)
        if not self.code.strip() and self.info.language != "output":
            yield Warning(self.start + 1, "This block of code is empty.")
        if not self.is_closed:
            yield Warning(self.start + 1, "This fence is never closed: it runs to the end of the text.")


def parse_info(info: str) -> Info:
    """Read an info string such as ``python title="Counting words" hl_lines="1 3-4" norun``.

    Also reads the ``{.python title=…}`` form. Never raises; what it cannot use is in `problems`.
    """
    words = _split(info.strip().removeprefix("{").removesuffix("}"))
    language = ""
    if words and "=" not in words[0] and words[0] not in OPTIONS:
        language = words.pop(0).lstrip(".").lower()[:40]
    values: dict[str, str] = {}
    problems = []
    for word in words:
        key, separator, value = word.partition("=")
        if key not in OPTIONS or (not separator and key not in FLAGS):
            problems.append(f"Unknown option “{word[:60]}”. Known: {', '.join(OPTIONS)}.")
        else:
            values[key] = value if separator else "true"
    lines, bad_lines = _line_numbers(values.get("hl_lines", ""))
    problems += [f"“{part[:20]}” in hl_lines is not a line number or a range." for part in bad_lines]
    flags = {flag: values.get(flag, "").lower() in ("true", "1", "yes", "on") for flag in FLAGS}
    return Info(
        language=language,
        title=values.get("title", "")[:200],
        name=_NAME.sub("-", values.get("name", ""))[:80].strip("-").lower(),
        hl_lines=lines,
        raises=_NAME.sub("", values.get("raises", ""))[:80],
        problems=tuple(problems[:10]),
        **flags,
    )


def find_fences(lines: list[str]) -> list[Fence]:
    """Every fenced block of a text, in order; a block inside a list or a quote counts too."""
    fences: list[Fence] = []
    index = 0
    in_container = False
    while index < len(lines):
        line = lines[index]
        opening = _OPENING.match(line) if len(line) <= MAX_LINE else None
        if opening and _opens(opening, in_container=in_container):
            fence = _read(lines, index, opening)
            fences.append(fence)
            index = fence.end
            continue
        if _CONTAINER.match(line):
            in_container = True
        elif line.strip() and not line.startswith((" ", "\t")):
            in_container = False
        index += 1
    return fences


def _opens(opening: re.Match[str], *, in_container: bool) -> bool:
    """Four spaces outside a list mean an indented code block that merely shows a fence."""
    if opening["fence"][0] == "`" and "`" in opening["info"]:
        return False
    indented = opening["prefix"].expandtabs(4).startswith("    ")
    return in_container or not indented


def _read(lines: list[str], start: int, opening: re.Match[str]) -> Fence:
    prefix, mark = opening["prefix"], opening["fence"]
    quoted = prefix.count(">")
    closing = re.compile(rf"^[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    body: list[str] = []
    index = start + 1
    while index < len(lines):
        content = _unquoted(lines[index], quoted)
        if content is None:
            break
        if closing.match(content):
            return Fence(start, index + 1, prefix, parse_info(opening["info"]), _joined(body, prefix))
        body.append(content)
        index += 1
    # A quoted block ends with its quote, as in CommonMark; any other runs to the end.
    is_closed = index < len(lines)
    return Fence(start, index, prefix, parse_info(opening["info"]), _joined(body, prefix), is_closed)


def _unquoted(line: str, depth: int) -> str | None:
    """The line without `depth` quote marks; None when it has left the quote."""
    for _ in range(depth):
        stripped = line.lstrip(" \t")
        if not stripped.startswith(">"):
            return None
        line = stripped[1:]
    return line


def _joined(body: list[str], prefix: str) -> str:
    """The code without the indentation that the opening fence had."""
    margin = len(prefix.rpartition(">")[2].expandtabs(4))
    return "\n".join(_dedented(line, margin) for line in body)


def _dedented(line: str, margin: int) -> str:
    if margin and line[:margin].strip(" \t"):
        return line.lstrip(" \t")
    return line.expandtabs(4)[margin:] if "\t" in line[:margin] else line[margin:]


def _split(info: str) -> list[str]:
    try:
        return shlex.split(info, comments=False)
    except ValueError:  # a quote that is never closed
        return info.split()


def _line_numbers(text: str) -> tuple[tuple[int, ...], list[str]]:
    numbers: set[int] = set()
    wrong = []
    for part in text.replace(",", " ").split()[:100]:
        match = re.fullmatch(r"([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?", part, re.ASCII)
        if match:
            first, last = int(match[1]), int(match[2] or match[1])
            numbers.update(range(first, last + 1))
        else:
            wrong.append(part)
    return tuple(sorted(numbers)), wrong
