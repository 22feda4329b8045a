"""What rendering a text gives: plain data, so that it can cross a process boundary as JSON."""

from dataclasses import dataclass, fields
from typing import Any

# Raise this when the same source would render differently: `manage.py render_entries`
# rebuilds every text that was stored under a smaller number.
PIPELINE_VERSION = 7


class TooMuchHtml(Exception):
    """The HTML would be too large, or too deeply nested."""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # 2 to 6, as in the HTML
    anchor: str  # the id in the HTML, without "#"
    title: str  # plain text


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fenced block: its code, what its info string says, and the output block under it."""

    position: int  # 0-based, in the order of the text
    line: int  # 1-based line of the opening fence
    language: str  # canonical short name such as "python"; "" when none was given
    language_label: str  # what people call it: "Python"; "text" when none was given
    code: str
    name: str = ""
    title: str = ""
    output: str | None = None
    hl_lines: tuple[int, ...] = ()
    linenums: bool = False
    isolated: bool = False
    norun: bool = False
    raises: str = ""
    html: str = ""


def snippet_anchor(name: str, position: int) -> str:
    """The id of a snippet in the page of its entry; `position` is counted from 0."""
    return f"code-{name or position + 1}"


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another entry by its slug, whether or not such an entry exists."""

    slug: str
    label: str
    kind: str  # "wiki" or "markdown"
    context: str = ""  # the sentence around it, as plain text


@dataclass(frozen=True, slots=True)
class Warning:
    line: int  # 1-based; 0 when it is about the whole text
    message: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of the source that a block of the page came from; a block within another follows it."""

    kind: str  # "paragraph", "list", "item", "fence", …: the kinds of blocks/nodes.py
    first: int  # 1-based
    last: int  # inclusive


@dataclass(frozen=True, slots=True)
class Document:
    html: str = ""
    text: str = ""  # the words without code, a block a line, for the search
    excerpt: str = ""
    minutes: int = 1
    headings: tuple[Heading, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    links: tuple[Link, ...] = ()
    warnings: tuple[Warning, ...] = ()
    blocks: tuple[Lines, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, one level at a time: `dataclasses.asdict` copies deeply and takes six times as long."""
        data = _values(self)
        return data | {name: tuple(map(_values, data[name])) for name in _PARTS}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Document":
        """The inverse of `as_dict`, also after a journey through JSON."""
        snippets = [{**snippet, "hl_lines": tuple(snippet["hl_lines"])} for snippet in data["snippets"]]
        data = {**data, "snippets": snippets}
        for name, kind in _PARTS.items():
            data[name] = tuple(kind(**item) for item in data[name])
        return cls(**data)


_PARTS: dict[str, type[Heading | Snippet | Link | Warning | Lines]] = {
    "headings": Heading,
    "snippets": Snippet,
    "links": Link,
    "warnings": Warning,
    "blocks": Lines,
}


def _values(row: Any) -> dict[str, Any]:
    return {part.name: getattr(row, part.name) for part in fields(row)}
