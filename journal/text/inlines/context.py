"""What a text needs to know of the document around it, and what is found in it on the way."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from journal.text.blocks.definitions import Target
from journal.text.html_tags import RawHtml

_CLOSING_TAG = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Picture:
    line: int  # 1-based, here and below
    alternative: str
    address: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A link to a place in the same text."""

    line: int
    name: str  # without "#"


@dataclass
class Context:
    """One for each document. `texts` are those of its blocks that are not code."""

    references: dict[str, Target] = field(default_factory=dict)
    footnotes: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    pictures: list[Picture] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    shown_tags: dict[str, int] = field(default_factory=dict)  # the first line in which a tag is text
    missing_footnotes: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)  # of footnotes, as they are referred to
    raw: RawHtml = field(default_factory=RawHtml)
    _numbers: dict[str, int] = field(default_factory=dict)
    _marks: dict[str, int] = field(default_factory=dict)

    @cached_property
    def closing_names(self) -> frozenset[str]:
        """The names of all closing tags of the document."""
        return frozenset(name.lower() for text in self.texts for name in _CLOSING_TAG.findall(text))

    def show_tag(self, name: str, line: int) -> None:
        self.shown_tags.setdefault(name.lower(), line)

    def refer_to(self, label: str) -> tuple[int, str]:
        """The number of a footnote, and the id of this reference to it."""
        if label not in self._numbers:
            self.order.append(label)
            self._numbers[label] = len(self.order)
        self._marks[label] = self._marks.get(label, 0) + 1
        return self._numbers[label], reference_id(label, self._marks[label])

    def references_to(self, label: str) -> int:
        return self._marks.get(label, 0)


def reference_id(label: str, reference: int) -> str:
    return f"fnref:{label}" if reference == 1 else f"fnref{reference}:{label}"
