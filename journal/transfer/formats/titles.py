"""Where the title of a text stands: its first heading, below badges, rows of links, comments and centred blocks too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from .reading import MAX_TITLE, ending

PROSE_ABOVE = 3  # lines that may stand above the only heading of the first level

_ATX = re.compile(r"^( {0,3}(#{1,6})[ \t]+)(.*?)([ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
_NO_SETEXT = re.compile(r"[ \t]{4}|\t| {0,3}(?:[-*>|+]|#{1,6}[ \t]|\d+[.)][ \t]|<|\[!)|[ \t]*$")
_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})")
_HTML = re.compile(r"^(?P<before>[^\w]*?(?:<(?!h[1-6]\b)[^<>]*>\s*)*)<h(?P<level>[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK = re.compile(r"^\s{0,3}<(div|p|center|table|h[1-6]|a|br|img|details|header|picture|sub|sup)\b", re.IGNORECASE)
# What a row of badges and links is made of.
_LINKS = re.compile(
    r"\[!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])\](?:\([^()]*\)|\[[^\[\]]*\])?|!?\[[^\[\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|\[[^\[\]]*\])|!?\[\[[^\[\]]*\]\]|^\s*\[[^\[\]]+\]:.*$|<https?:[^<>]*>|<a\b[^<>]*>.*?</a>|\[toc\]|\{[:%].*?\}",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"\\([!-/:-@\[-`{-~])|(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)|!?\[([^\[\]]*)\]\([^()\s]*\)|<[a-zA-Z/][^<>]*>|&#?\w{1,30};"
    r"|(\*\*|__)(?=\S)(.+?)(?<=\S)\5|(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"
)
_NUMBERED = re.compile(
    r"(?:day|lesson|chapter|week|part|module|session|lecture|unit|kata|exercise|problem|section)\b\W*\d", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on the lines from `start` to `end`."""

    level: int
    words: str
    start: int
    end: int
    form: str  # "atx", "setext" or "html"
    is_alone: bool = True  # whether nothing else stands on its lines


def find_title(lines: Sequence[str], name: str, stated: str = "", levels: Sequence[int] = ()) -> Heading | None:
    """The heading that titles a text, if one does. `name` is the file's, `stated` the title in its front matter.

    It is the first heading, with nothing but badges, links and comments above it: one of the first level, or the only
    one of its level, or one that says what the file is called. Below a few lines of words it has to be the only one of
    the first level. `levels` are those of all headings of the document, where these lines are only a part of it.
    """
    found = list(headings(lines))
    first = next(iter(found), None)
    if first is None or not first.words or len(first.words) > MAX_TITLE:
        return None
    if stated:
        return first if first.is_alone and first.words.casefold() == stated.casefold() else None
    prose = prose_in(lines[: first.start])
    levels = levels or [heading.level for heading in found]
    is_only = levels.count(first.level) == 1
    if first.level == 1:
        is_title = not prose or (prose <= PROSE_ABOVE and is_only)
    elif any("](#" in line for line in lines[: first.start]):
        is_title = False  # a list of the sections, of which this is one
    else:
        is_title = not prose and first.level == min(levels) and (is_only or _resembles(first.words, name))
    return first if is_title else None


def headings(lines: Sequence[str]) -> Iterator[Heading]:
    """The headings of a text, outside its fences and comments."""
    fence = ""
    position = 0
    while position < len(lines):
        line = lines[position].rstrip("\r\n")
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line.strip(" \t`~") else fence
        elif mark:
            fence = mark[1]
        elif "<!--" in line:
            position = _below_comment(lines, position)
            continue
        elif heading := _heading(lines, position, line):
            yield heading
            position = heading.end
            continue
        position += 1


def span_of(lines: Sequence[str], heading: Heading) -> tuple[int, int]:
    """(first line, line below) of what a text is shown without: the title with the blank lines around it.

    One of those stays between what stands above the title and what stands below it.
    """
    first, below = heading.start, heading.end
    while first > 0 and not lines[first - 1].strip():
        first -= 1
    while below < len(lines) and not lines[below].strip():
        below += 1
    if first > 0 and below < len(lines):
        has_one_below = below > heading.end
        return (first, below - 1) if has_one_below else (min(first + 1, heading.start), below)
    return first, below


def prose_in(lines: Sequence[str]) -> int:
    """How many of these lines are words, and not badges, links, comments, or a block of HTML that is still open."""
    text = _COMMENT.sub("", "".join(lines))
    count, is_in_block = 0, False
    for line in text.splitlines():
        if _BLOCK.match(line):
            is_in_block = True
        elif not line.strip():
            is_in_block = False
        bare = _TAG.sub("", _LINKS.sub("", line))
        count += not is_in_block and bool(re.search(r"\w", bare))
    return count


def plain_title(markdown: str) -> str:
    """The words of a heading without their marks: ``# Use `git log` `` is "Use git log"."""

    def words(match: re.Match[str]) -> str:
        if match[0].startswith("&"):
            return unescape(match[0])
        within = next((part for part in match.group(4, 6, 7, 8) if part is not None), None)
        return (match[1] or match[3] or "") if within is None else _MARKUP.sub(words, within)

    return " ".join(_MARKUP.sub(words, markdown).split())


def spellings(title: str) -> Iterator[str]:
    """The title as Markdown: with as few backslashes as may do, then with more."""
    yield title
    yield re.sub(r"([\\`*_\[\]<&])", r"\\\1", re.sub(r"(#+)$", r"\\\1", title))
    yield re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", title)


def escape_title(title: str) -> str:
    """The title as a heading that reads the same: marks get a backslash only where they would count."""
    found = [*spellings(title)]
    return next((spelling for spelling in found if plain_title(spelling) == title), found[-1])


def respelled(lines: Sequence[str], title: str) -> Iterator[list[str]]:
    """The lines of a heading with other words, in the ways that may read as these."""
    first = lines[0]
    if _HTML.match(first):
        text = "".join(lines)
        inner = re.search(r"(<h[1-6]\b[^<>]*>\s*)([^<>]*?)(\s*</h[1-6]>)", text, re.IGNORECASE)
        if inner:
            yield [text[: inner.start(2)] + escape(title, quote=False) + text[inner.end(2) :]]
        return
    atx = _ATX.match(first.rstrip("\r\n"))
    opening, closing = (atx[1], atx[4] or "") if atx else ("", "")
    for spelling in spellings(title):
        yield [f"{opening}{spelling}{closing}{ending(first)}", *lines[1:]]


def _heading(lines: Sequence[str], position: int, line: str) -> Heading | None:
    if atx := _ATX.match(line):
        return Heading(len(atx[2]), plain_title(atx[3]), position, position + 1, "atx")
    below = lines[position + 1].rstrip("\r\n") if position + 1 < len(lines) else ""
    underline = _UNDERLINE.match(below)
    is_first_line = position == 0 or not lines[position - 1].strip()
    if underline and is_first_line and not _NO_SETEXT.match(line):
        return Heading(1 if "=" in underline[1] else 2, plain_title(line.strip()), position, position + 2, "setext")
    html = _HTML.match(line)
    return _of_html(lines, position, html) if html else None


def _of_html(lines: Sequence[str], position: int, opening: re.Match[str]) -> Heading | None:
    """A heading of HTML, which may take a few lines."""
    text = ""
    closing = f"</h{opening['level']}>"
    for end in range(position, min(position + 8, len(lines))):
        text += lines[end]
        inner, mark, after = text[opening.end() :].partition(closing)
        if mark:
            words = " ".join(unescape(_TAG.sub(" ", inner)).split())
            tags = _TAG.findall(opening["before"] + after)
            is_alone = "<img" not in text and not _TAG.sub("", opening["before"] + after).strip()
            is_alone = is_alone and sum(-1 if tag.startswith("</") else 1 for tag in tags) == 0
            return Heading(int(opening["level"]), words, position, end + 1, "html", is_alone)
    return None


def _below_comment(lines: Sequence[str], position: int) -> int:
    start = position
    rest = lines[position].partition("<!--")[2]
    while "-->" not in rest and position + 1 < len(lines):
        position += 1
        rest = lines[position]
    return position + 1 if "-->" in rest else start + 1


def _resembles(words: str, name: str) -> bool:
    """Whether a heading says what its file is called, or counts as lessons do."""
    called = {word.casefold().lstrip("0") for word in _WORD.findall(_separated(name.rpartition(".")[0]))}
    said = {word.casefold().lstrip("0") for word in _WORD.findall(words)}
    return bool(called and 2 * len(called & said) >= len(called)) or bool(_NUMBERED.match(words))


def _separated(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z\d])", " ", name)
