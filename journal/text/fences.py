"""Fenced blocks and their info strings.

An info string is data: known options are read, unknown ones are reported, and nothing in it can fail.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import nodes, parse
from .document import Warning

FLAGS = ("linenums", "isolated", "norun")
OPTIONS = ("title", "name", "hl_lines", "raises", *FLAGS)

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
    is_last: bool = False  # never closed, and nothing stands below it

    @property
    def warnings(self) -> Iterator[Warning]:
        for problem in self.info.problems:
            yield Warning(self.start + 1, problem)
        if not self.code.strip() and self.info.language != "output":
            yield Warning(self.start + 1, "This block of code is empty.")
        if self.is_last:  # otherwise it ends with its quote or its item
            yield Warning(self.start + 1, "This fence is never closed: it runs to the end of the text.")


def parse_info(info: str) -> Info:
    """Read an info string such as ``python title="Counting words" hl_lines="1 3-4" norun``.

    Also reads the ``{.python title=…}`` form. Never raises; what it cannot use is in `problems`.
    """
    words = _split(info.strip().removeprefix("{").removesuffix("}"))
    language = ""
    words = _language_first(words)
    if words and "=" not in words[0] and words[0] not in OPTIONS:
        language = words.pop(0).lstrip(".").rstrip(",").lower()[:40]
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


def _language_first(words: list[str]) -> list[str]:
    """Pandoc has an id before the language: `{#id .haskell}`."""
    if len(words) > 1 and words[0].startswith("#") and words[1].startswith("."):
        return [words[1], *words[2:]]
    return words


def read_fence(block: nodes.Fence, lines: list[str]) -> Fence:
    """A fence of the tree, with its info string read. `lines` are those of the whole text."""
    indent = lines[block.start].partition(block.mark)[0]
    is_last = not block.is_closed and not any(line.strip(" \t>") for line in lines[block.end :])
    return Fence(block.start, block.end, indent, parse_info(block.info), block.text, block.is_closed, is_last)


def find_fences(lines: list[str]) -> list[Fence]:
    """Every fenced block of a text, in order; a block inside a list or a quote counts too."""
    document = parse("\n".join(lines)).document
    return [read_fence(block, lines) for block in document.walk() if isinstance(block, nodes.Fence)]


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
