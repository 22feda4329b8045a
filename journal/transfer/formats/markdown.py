"""Markdown files: front matter, a title line, and the text.

The lines of the body correspond one to one to lines of the file, so that writing back
takes every line that did not change from the file itself, ending and all.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from journal.text.fences import find_fences
from journal.text.frontmatter import BadFrontMatter, FrontMatter, read_front_matter
from journal.text.pictures import ATTACHMENTS, IN_TEXT, attachment_name

from .front_edits import edited_front
from .metadata import read_values
from .reading import (
    MAX_TITLE,
    Reading,
    Text,
    Unreadable,
    Unwritable,
    decode,
    encode,
    ending,
    newline_of,
    patch_lines,
    split_lines,
    written,
)

_ATX = re.compile(r"^( {0,3}#[ \t]+)(.*?)([ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}=+[ \t]*$")
_DATA_IMAGE = re.compile(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=]+)")
# Jekyll's {% highlight python %} and Hugo's {{< highlight python >}}, each alone on a line
_CODE_OPENING = re.compile(r"^(\s*)\{(?:%-?|\{[<%])\s*highlight\s+\"?([\w+#-]+)\"?[^{}]{0,200}(?:%|[>%]\})\}\s*$")
_CODE_CLOSING = re.compile(r"^(\s*)\{(?:%-?\s*endhighlight\s*-?%|\{[<%]\s*/\s*highlight\s*[>%]\})\}\s*$")
_FIGURE = re.compile(r"^(\s*)\{\{[<%]\s*figure\s([^{}]{1,1000}?)/?[>%]\}\}\s*$")
_ATTRIBUTE = re.compile(r"([\w-]+)=\"([^\"]*)\"")
_MARKUP = re.compile(
    r"\\([!-/:-@\[-`{-~])|(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)|!?\[([^\[\]]*)\]\([^()\s]*\)|<[a-zA-Z/][^<>]*>|&#?\w{1,30};"
    r"|(\*\*|__)(?=\S)(.+?)(?<=\S)\5|(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"
)


def read(data: bytes, name: str, encoding: str = "utf-8") -> Reading:
    """The Reading of a Markdown file. Raises Unreadable."""
    layout = Layout.of(decode(data, encoding))
    images: dict[str, bytes] = {}
    lines = read_lines(layout.body, images)
    values = read_values(layout.front.values)
    return Reading(layout.title, "\n".join(lines), values, images, layout.front.problems + values.problems)


def write(data: bytes, name: str, before: Text, after: Text, encoding: str = "utf-8") -> bytes:
    """The file with what changed from `before` to `after`, and every other byte as it was."""
    layout = Layout.of(decode(data, encoding))
    return encode(layout.written(before, after), data, encoding)


@dataclass(slots=True)
class Layout:
    """A file in its parts: front matter, lines up to the text (among them the title's), the text, what trails."""

    mark: str  # the byte order mark, if there is one
    front: FrontMatter
    head: list[str]
    title_at: int | None  # in `head`; None when no line of the file is its title
    body: list[str]
    tail: list[str]

    @classmethod
    def of(cls, text: str) -> "Layout":
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        try:
            front = read_front_matter(text[len(mark) :])
        except BadFrontMatter as error:
            raise Unreadable(str(error), error.line) from None
        lines = split_lines(front.text)
        title_at, below = _find_title(lines, written(lines)[0], front)
        start, end = (below + place for place in written(lines[below:]))
        return cls(mark, front, lines[:start], title_at, lines[start:end], lines[end:])

    @property
    def title(self) -> str:
        values = read_values(self.front.values)
        return values.title[:MAX_TITLE] or ("" if self.title_at is None else _title_in(self.head[self.title_at]))

    def written(self, before: Text, after: Text) -> str:
        """The file's text after an edit. Raises Unwritable where it would not read as it was meant."""
        newline = newline_of([*self.head, *self.body, *self.tail])
        front, was_empty = self._front(before, after), not self.body
        self.body = self._body(after.body, newline)
        for head in self._heads(before.title, after.title, newline):
            if self.body and head and was_empty:
                head[-1] = head[-1].rstrip("\r\n") + newline
                head += [newline] if head[-1].strip() else []
            text = "".join([self.mark, front, *head, *self.body, *self.tail])
            again = Layout.of(text)
            wanted = " ".join(after.title.split())
            said = (wanted,) if after.title != before.title else (self.title, wanted)
            if again.title in said and again.body == _core(self.body):
                return text
        raise Unwritable("in its file, this title or text would read otherwise")

    def _body(self, body: str, newline: str) -> list[str]:
        """The file's own lines, except where the text is another."""
        inside: dict[str, bytes] = {}
        old = read_lines(self.body, inside)
        new = body.split("\n") if body else []
        lines = patch_lines(self.body, old, new, newline, lambda line: with_images(line, inside, self.body))
        if sum(map(_is_opening, lines)) != sum(map(_is_closing, lines)):  # half a pair was edited: both as Markdown
            lines = [_without_tags(line.rstrip("\r\n")) + ending(line) for line in lines]
        if lines and not self.body and self.tail:
            lines[-1] += newline
        return lines

    def _heads(self, old: str, title: str, newline: str) -> Iterator[list[str]]:
        """The lines above the text, in the ways that may say the title; the first that does is taken."""
        if title == old or (self.title_at is None and self.front.block):
            yield list(self.head)
        if not title:
            return
        for spelling in _spellings(title):
            if self.title_at is None:
                yield [f"# {spelling}{newline}", newline, *self.head]
                continue
            line = self.head[self.title_at]
            atx = _ATX.match(line.strip("\r\n"))
            opening, closing = (atx[1], atx[3] or "") if atx else ("", "")
            new = f"{opening}{spelling}{closing}{ending(line)}"
            yield [*self.head[: self.title_at], new, *self.head[self.title_at + 1 :]]

    def _front(self, before: Text, after: Text) -> str:
        return edited_front(self.front, before, after, without_heading=self.title_at is None)


def plain_title(markdown: str) -> str:
    """The words of a heading without their marks: ``# Use `git log` `` is "Use git log"."""

    def words(match: re.Match[str]) -> str:
        if match[0].startswith("&"):
            return unescape(match[0])
        within = next((part for part in match.group(4, 6, 7, 8) if part is not None), None)
        return (match[1] or match[3] or "") if within is None else _MARKUP.sub(words, within)

    return " ".join(_MARKUP.sub(words, markdown).split())


def escape_title(title: str) -> str:
    """The title as a heading that reads the same: marks get a backslash only where they would count."""
    spellings = [*_spellings(title)]
    return next((spelling for spelling in spellings if plain_title(spelling) == title), spellings[-1])


def _spellings(title: str) -> Iterator[str]:
    yield title
    yield re.sub(r"([\\`*_\[\]<&])", r"\\\1", re.sub(r"(#+)$", r"\\\1", title))
    yield re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", title)


def _core(lines: list[str]) -> list[str]:
    start, end = written(lines)
    return lines[start:end]


def _is_opening(line: str) -> bool:
    return "highlight" in line and _CODE_OPENING.match(line) is not None


def _is_closing(line: str) -> bool:
    return "highlight" in line and _CODE_CLOSING.match(line) is not None


def _find_title(lines: list[str], start: int, front: FrontMatter) -> tuple[int | None, int]:
    """(the index of the title's line, the index below it); (None, start) when the text has no title of its own."""
    if start >= len(lines):
        return None, start
    line = lines[start].strip("\r\n")
    below = lines[start + 1].strip("\r\n") if start + 1 < len(lines) else ""
    if _ATX.match(line):
        end = start + 1
    elif line.strip() and _SETEXT.match(below) and not line.startswith(("    ", "\t", "-", "*", ">", "#", "|")):
        end = start + 2
    else:
        return None, start
    title, stated = _title_in(lines[start]), read_values(front.values).title
    if not title or len(title) > MAX_TITLE or (stated and title != stated):
        return None, start
    return start, end


def _title_in(line: str) -> str:
    line = line.strip("\r\n")
    atx = _ATX.match(line)
    words = atx[2] if atx else line
    return plain_title(words)


def read_lines(lines: Sequence[str], images: dict[str, bytes]) -> list[str]:
    """Lines as Markdown that the journal knows: images inside them by name, the tags of Jekyll and Hugo as Markdown."""
    bare = [line.rstrip("\r\n") for line in lines]
    if any("{%" in line or "{{" in line for line in bare):
        code = {index for fence in find_fences(bare) for index in range(fence.start, fence.end)}
        bare = [line if index in code else _without_tags(line) for index, line in enumerate(bare)]
    return [_named(line, images) for line in bare]


def _without_tags(line: str) -> str:
    return _FIGURE.sub(_image, _CODE_CLOSING.sub(r"\1```", _CODE_OPENING.sub(r"\1```\2", line)))


def _named(line: str, images: dict[str, bytes]) -> str:
    if "data:image/" not in line:
        return line

    def named(match: re.Match[str]) -> str:
        try:
            data = base64.b64decode(match[1], validate=True)
        except binascii.Error:
            return match[0]
        name = attachment_name(data)
        if name is None:
            return match[0]
        images[name] = data
        return ATTACHMENTS + name

    return _DATA_IMAGE.sub(named, line)


def _image(match: re.Match[str]) -> str:
    """Hugo's figure as an image."""
    facts = dict(_ATTRIBUTE.findall(match[2]))
    words = facts.get("alt") or facts.get("caption") or facts.get("title") or ""
    return f"{match[1]}![{words}]({facts['src']})" if facts.get("src") else match[0]


def with_images(line: str, images: Mapping[str, bytes], originals: Iterable[str]) -> str:
    """A changed line with the images that the file held inside it back in their place."""
    if not images or ATTACHMENTS not in line:
        return line
    spelled: dict[str, str] = {}
    for original in originals:
        for match in _DATA_IMAGE.finditer(original):
            held: dict[str, bytes] = {}
            _named(match[0], held)
            spelled |= dict.fromkeys(held, match[0])
    return IN_TEXT.sub(lambda match: spelled.get(match[0].removeprefix(ATTACHMENTS), match[0]), line)
