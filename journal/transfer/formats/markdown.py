"""Markdown files: front matter, a title line, and the text.

The lines of the body correspond one to one to lines of the file, so that writing back
takes every line that did not change from the file itself, ending and all.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from journal.text.fences import find_fences
from journal.text.frontmatter import BadFrontMatter, FrontMatter, read_front_matter
from journal.text.merge import changes
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
from .titles import Heading, find_title, respelled, span_of, spellings

_DATA_IMAGE = re.compile(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=]+)")
# Jekyll's {% highlight python %} and Hugo's {{< highlight python >}}, each alone on a line
_CODE_OPENING = re.compile(r"^(\s*)\{(?:%-?|\{[<%])\s*highlight\s+\"?([\w+#-]+)\"?[^{}]{0,200}(?:%|[>%]\})\}\s*$")
_CODE_CLOSING = re.compile(r"^(\s*)\{(?:%-?\s*endhighlight\s*-?%|\{[<%]\s*/\s*highlight\s*[>%]\})\}\s*$")
# Quarto's and R Markdown's ```{python, echo=FALSE}; {.python} is read as it is
_CHUNK = re.compile(r"^(\s*(?:`{3,}|~{3,}))\{([A-Za-z]\w*)(?:[\s,][^{}]*)?\}\s*$")
_FIGURE = re.compile(r"^(\s*)\{\{[<%]\s*figure\s([^{}]{1,1000}?)/?[>%]\}\}\s*$")
_ATTRIBUTE = re.compile(r"([\w-]+)=\"([^\"]*)\"")


def read(data: bytes, name: str, encoding: str = "utf-8") -> Reading:
    """The Reading of a Markdown file. Raises Unreadable."""
    layout = Layout.of(decode(data, encoding), name)
    images: dict[str, bytes] = {}
    lines = read_lines(layout.body, images)
    values = read_values(layout.front.values)
    return Reading(layout.title, "\n".join(lines), values, images, layout.front.problems + values.problems)


def write(data: bytes, name: str, before: Text, after: Text, encoding: str = "utf-8") -> bytes:
    """The file with what changed from `before` to `after`, and every other byte as it was."""
    layout = Layout.of(decode(data, encoding), name)
    return encode(layout.written(before, after), data, encoding)


@dataclass(slots=True)
class Layout:
    """A file in its parts: front matter, blank lines, the text around the lines of its title, what trails."""

    name: str
    mark: str  # the byte order mark, if there is one
    front: FrontMatter
    head: list[str]
    title_lines: list[str]  # with the blank lines around them that are not shown; empty when no line is the title
    title_at: int  # the index of the line in `body` that they stand before
    heading: Heading | None  # within `title_lines`
    body: list[str]
    tail: list[str]

    @classmethod
    def of(cls, text: str, name: str) -> "Layout":
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        try:
            front = read_front_matter(text[len(mark) :])
        except BadFrontMatter as error:
            raise Unreadable(str(error), error.line) from None
        lines = split_lines(front.text)
        start, end = written(lines)
        heading = find_title(lines[start:end], name, read_values(front.values).title)
        if heading is None or not heading.is_alone:
            return cls(name, mark, front, lines[:start], [], 0, heading, lines[start:end], lines[end:])
        first, below = (start + place for place in span_of(lines[start:end], heading))
        moved = replace(heading, start=start + heading.start - first, end=start + heading.end - first)
        body = lines[start:first] + lines[below:end]
        return cls(name, mark, front, lines[:start], lines[first:below], first - start, moved, body, lines[end:])

    @property
    def title(self) -> str:
        stated = read_values(self.front.values).title
        return stated[:MAX_TITLE] or (self.heading.words if self.heading else "")

    def written(self, before: Text, after: Text) -> str:
        """The file's text after an edit. Raises Unwritable where it would not read as it was meant."""
        newline = newline_of([*self.head, *self.title_lines, *self.body, *self.tail])
        front, was_empty = self._front(before, after), not self.body
        self.body = self._body(after.body, newline)
        for title_lines in self._titles(before.title, after.title, newline):
            lines = [*self.head, *self.body[: self.title_at], *title_lines]
            if self.body and was_empty and lines and lines[-1].strip():
                lines += [newline]
            lines += [*self.body[self.title_at :], *self.tail]
            lines[:-1] = [line if ending(line) else line + newline for line in lines[:-1]]
            text = "".join([self.mark, front, *lines])
            again = Layout.of(text, self.name)
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
        self.title_at = place_in(old, new, self.title_at)
        lines = patch_lines(self.body, old, new, newline, lambda line: with_images(line, inside, self.body))
        if sum(map(_is_opening, lines)) != sum(map(_is_closing, lines)):  # half a pair was edited: both as Markdown
            lines = [_without_tags(line.rstrip("\r\n")) + ending(line) for line in lines]
        if lines and not self.body and self.tail:
            lines[-1] += newline
        return lines

    def _titles(self, old: str, title: str, newline: str) -> Iterator[list[str]]:
        """The lines of the title, in the ways that may say it; the first that does is taken."""
        if title == old or (not self.title_lines and self.front.block):
            yield list(self.title_lines)
        if not title:
            return
        if self.heading is None or not self.title_lines:
            for spelling in spellings(title):
                yield [f"# {spelling}{newline}", newline]
            return
        start, end = self.heading.start, self.heading.end
        for lines in respelled(self.title_lines[start:end], title):
            yield [*self.title_lines[:start], *lines, *self.title_lines[end:]]

    def _front(self, before: Text, after: Text) -> str:
        return edited_front(self.front, before, after, without_heading=not self.title_lines)


def _core(lines: list[str]) -> list[str]:
    start, end = written(lines)
    return lines[start:end]


def _is_opening(line: str) -> bool:
    return "highlight" in line and _CODE_OPENING.match(line) is not None


def _is_closing(line: str) -> bool:
    return "highlight" in line and _CODE_CLOSING.match(line) is not None


def place_in(old: Sequence[str], new: Sequence[str], place: int) -> int:
    """Where what stood before the line at `place` of `old` stands in `new`: below all that stood above it."""
    shift = 0
    for taken, given in changes(old, new):
        if taken.start < place < taken.stop:
            return given.stop
        if taken.start < place:
            shift = given.stop - taken.stop
    return place + shift


def read_lines(lines: Sequence[str], images: dict[str, bytes]) -> list[str]:
    """Lines as Markdown that the journal knows: images inside them by name, other programs' tags as Markdown."""
    bare = [line.rstrip("\r\n") for line in lines]
    if any(line.lstrip().startswith(("```{", "~~~{")) for line in bare):
        bare = [_CHUNK.sub(r"\1\2", line) for line in bare]
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
