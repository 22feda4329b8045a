"""Errors in a text: the exception, what it said, and the functions that it came through.

Read from what Python, IPython and notebooks print, and from the line alone that people copy.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .document import Snippet

MESSAGE_LIMIT = 300  # characters
LINE_LIMIT = 500  # characters of a line that are read
MOST = 20  # failures of one text
MOST_FRAMES = 30

_HEADER = "Traceback (most recent call last)"
_BLANKS = re.compile(r"[^\S\n]{9,}")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_KINDS = "Error|Exception|Warning|Interrupt|Exit|Iteration|DoesNotExist|MultipleObjectsReturned|Fault|Timeout|Http404"
_NAMED = re.compile(rf"(?P<path>(?:\w+\.)*)(?P<name>\w*(?:{_KINDS}))(?::[ ]?(?P<message>.*))?")
_ANY = re.compile(r"(?P<path>(?:\w+\.)*)(?P<name>[A-Za-z_]\w*)(?::[ ](?P<message>.*))?")
_FRAME = re.compile(r'\s*File "(?P<file>[^"]*)", line \d+(?:, in (?P<function>[\w<>.]+))?')
_CELL_FRAME = re.compile(r"(?:File |Input In|Cell In)\s*.*?\bin (?P<function>[\w<>.]+)\(")
# A field of one line makes one line of a traceback.
_LOST_BREAK = re.compile(rf'(?<![\w.])(?=File "|(?:\w+\.)*\w*(?:{_KINDS})(?::\s|$))')
_MENTION = re.compile(rf"\b[A-Z]\w*(?:{_KINDS})\b")
_LANGUAGES = {"", "text", "pytb", "pycon", "console", "output", "traceback"}
_MASKED = re.compile(r"0x[0-9a-f]+|\d+|'[^']*'|\"[^\"]*\"|`[^`]*`", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    exception: str  # without its module: "IntegrityError"
    message: str = ""
    frames: tuple[str, ...] = ()  # names of functions, outermost first, without "<module>"


def failures_in(text: str) -> list[Failure]:
    """The errors that a text shows, in order; a chain of exceptions is several."""
    found: list[Failure] = []
    frames: list[str] = []
    is_open = False  # inside a traceback, whose last line may be of any class
    text = _BLANKS.sub(" ", _ANSI.sub("", text))  # long runs of blanks make what follows quadratic
    if _HEADER in text and "\n" not in text:
        text = _LOST_BREAK.sub("\n", text)
    for line in (line[:LINE_LIMIT] for line in text.splitlines()):
        frame = _FRAME.match(line) or _CELL_FRAME.match(line)
        if _HEADER in line:
            is_open, frames = True, []
        elif frame:
            frames.append(frame["function"] or "")
        elif error := _error(line.rstrip(), is_open=is_open and bool(frames)):
            found.append(Failure(error["name"], _short(error["message"]), _named(frames)))
            is_open, frames = False, []
    return list(dict.fromkeys(found))[:MOST]


def is_pasted(text: str) -> bool:
    """Whether somebody who types this wants to know about an error rather than about words."""
    if _HEADER in text:
        return True
    first = text.strip().split("\n")[0]
    error = _NAMED.fullmatch(first)
    return error is not None and bool(error["message"])


def failures_of(title: str, text: str, snippets: Iterable[Snippet]) -> list[Failure]:
    """What an entry is about: the errors in its output and its code's fences, then those that it only names."""
    found: list[Failure] = []
    for snippet in snippets:
        found += failures_in(snippet.output or "")
        if snippet.language in _LANGUAGES:
            found += failures_in(snippet.code)
        if snippet.raises:
            found.append(Failure(snippet.raises.rpartition(".")[2]))
    named = {failure.exception for failure in found if failure.message}
    found += [Failure(name) for name in _MENTION.findall(f"{title}\n{text}") if name not in named]
    # What stands there with its message is not told a second time without it.
    told = [failure for failure in dict.fromkeys(found) if failure.message or failure.exception not in named]
    return told[:MOST]


def likeness(one: Failure, other: Failure) -> float:
    """The likeness of two failures of one exception: 1 for the name alone, up to 4 with message and frames."""
    same = 1.0 if one.message == other.message else _overlap(_message_words(one), _message_words(other))
    frames = _overlap(set(one.frames), set(other.frames))
    if one.message and other.message:
        return 1 + 2 * same + frames
    return 1 + frames


def _error(line: str, *, is_open: bool) -> re.Match[str] | None:
    if not line or line[0].isspace():
        return None
    return _NAMED.fullmatch(line) or (_ANY.fullmatch(line) if is_open else None)


def _named(frames: list[str]) -> tuple[str, ...]:
    named = [name.rpartition(".")[2] for name in frames if name[:1] not in ("", "<")]
    return tuple(named[-MOST_FRAMES:])


def _short(message: str | None) -> str:
    return (message or "").strip()[:MESSAGE_LIMIT]


def _message_words(failure: Failure) -> set[str]:
    """The words of a message, with what differs from one time to the next left out."""
    return set(re.findall(r"\w+", _MASKED.sub(" ", failure.message.lower())))


def _overlap(one: set[str], other: set[str]) -> float:
    """Jaccard's index: what both have, of what either has."""
    return len(one & other) / len(one | other) if one and other else 0.0
