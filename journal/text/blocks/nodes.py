"""The kinds of blocks. Each knows its lines, and whether it goes on with the next one.

`goes_on` moves the line behind the marks that belong to the block.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from .line import Line


@dataclass(slots=True, eq=False)
class Block:
    """`start` and `end` are 0-based numbers of lines, end exclusive and without blank lines that follow."""

    kind: ClassVar[str] = "document"
    is_verbatim: ClassVar[bool] = False  # its lines are kept as they are: no block begins in it
    holds_text: ClassVar[bool] = False  # its lines are text of its own
    start: int
    end: int
    children: list["Block"] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of a leaf, without the marks of its containers

    def goes_on(self, line: Line) -> bool:
        return True

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def walk(self) -> Iterator["Block"]:
        """This block and all within it, in the order of the text."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))


@dataclass(slots=True, eq=False)
class Quote(Block):
    kind = "quote"

    def goes_on(self, line: Line) -> bool:
        indent = line.indent
        if indent > 3 or not line.text.startswith(">", line.position + indent):
            return False
        line.skip_quote_mark()
        self.end = line.number + 1
        return True


@dataclass(slots=True, eq=False)
class List(Block):
    kind = "list"
    delimiter: str = "-"
    first: int | None = None  # the number of the first item; None for bullets
    is_loose: bool = False


@dataclass(slots=True, eq=False)
class Nested(Block):
    """A container whose content is indented by `offset` columns."""

    kind = "nested"
    offset: int = 4

    def goes_on(self, line: Line) -> bool:
        return line.skip_indent(self.offset)


@dataclass(slots=True, eq=False)
class Item(Nested):
    kind = "item"

    def goes_on(self, line: Line) -> bool:
        if not self.children and line.is_blank and line.indent < self.offset:
            return False  # an item begins with at most one blank line
        return Nested.goes_on(self, line)


@dataclass(slots=True, eq=False)
class Footnote(Nested):
    kind = "footnote"
    label: str = ""


@dataclass(slots=True, eq=False)
class Meaning(Nested):
    """The second half of a definition list: what the terms above it mean."""

    kind = "meaning"


@dataclass(slots=True, eq=False)
class Marked(Nested):
    """`!!! note`, `??? note` and `=== "Tab"`: what is indented below belongs to it."""

    kind = "marked"
    mark: str = "!!!"
    classes: str = ""
    title: str | None = None  # None: none was given


@dataclass(slots=True, eq=False)
class Paragraph(Block):
    kind = "paragraph"
    holds_text = True

    def goes_on(self, line: Line) -> bool:
        return not line.is_blank


@dataclass(slots=True, eq=False)
class Terms(Block):
    """A paragraph with a Meaning below: each of its lines is a term."""

    kind = "terms"


@dataclass(slots=True, eq=False)
class LinkDefinitions(Block):
    """Lines such as `[label]: /address`, which are not shown."""

    kind = "link definitions"


@dataclass(slots=True, eq=False)
class Abbreviation(Block):
    """`*[ORM]: object-relational mapper`, which is not shown either."""

    kind = "abbreviation"


@dataclass(slots=True, eq=False)
class Heading(Block):
    kind = "heading"
    level: int = 1


@dataclass(slots=True, eq=False)
class Break(Block):
    kind = "break"


@dataclass(slots=True, eq=False)
class Table(Block):
    """`lines` are the header and the rows, without the row of dashes."""

    kind = "table"
    holds_text = True
    columns: list[str] = field(default_factory=list)  # alignments: "left", "center", "right" or ""

    def goes_on(self, line: Line) -> bool:
        return not line.is_blank


@dataclass(slots=True, eq=False)
class Code(Block):
    """Code by indentation."""

    kind = "code"
    is_verbatim = True
    holds_text = True

    def goes_on(self, line: Line) -> bool:
        return line.skip_indent(4)


@dataclass(slots=True, eq=False)
class Fence(Block):
    kind = "fence"
    is_verbatim = True
    holds_text = True
    info: str = ""
    mark: str = "```"
    indent: int = 0  # of the opening fence: as much is taken from the lines of code
    is_closed: bool = False

    def goes_on(self, line: Line) -> bool:
        if line.indent <= 3 and self._closes(line.content):
            self.is_closed = True
            self.end = line.number + 1
        return True

    def _closes(self, content: str) -> bool:
        return content.startswith(self.mark) and not content.strip(self.mark[0])


@dataclass(slots=True, eq=False)
class Html(Block):
    """Raw HTML, until `closing` is found, or a blank line where that is None."""

    kind = "html"
    is_verbatim = True
    holds_text = True
    closing: re.Pattern[str] | None = None
    is_closed: bool = False
    is_in_comment: bool = False

    def goes_on(self, line: Line) -> bool:
        return self.closing is not None or self.is_in_comment or not line.is_blank


@dataclass(slots=True, eq=False)
class Remark(Html):
    """What Obsidian hides: between `%%` and `%%`."""

    kind = "remark"


@dataclass(slots=True, eq=False)
class Formula(Block):
    kind = "formula"
    is_verbatim = True
    holds_text = True
