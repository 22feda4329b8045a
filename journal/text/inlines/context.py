"""What a text needs to know of the document around it, and what is found in it on the way."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from journal.text.blocks.definitions import Target
from journal.text.code_spans import without_code_spans
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
    footnotes: dict[str, str] = field(default_factory=dict)  # the label of each, by its case-folded form
    texts: tuple[str, ...] = ()
    pictures: list[Picture] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    text_tags: dict[str, int] = field(default_factory=dict)  # the first line in which a tag of this name is text
    missing_footnotes: dict[str, int] = field(default_factory=dict)
    footnote_order: list[str] = field(default_factory=list)  # keys, as they are first referred to
    raw: RawHtml = field(default_factory=RawHtml)
    _numbers: dict[str, int] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)  # of references to each footnote

    @cached_property
    def closing_names(self) -> frozenset[str]:
        """The names of all closing tags of the document, but for those in code."""
        found: set[str] = set()
        for text in self.texts:
            if "</" in text:
                found.update(name.lower() for name in _CLOSING_TAG.findall(without_code_spans(text)))
        return frozenset(found)

    def note_tag(self, name: str, line: int) -> None:
        self.text_tags.setdefault(name.lower(), line)

    def refer_to(self, key: str) -> tuple[int, str]:
        """The number of a footnote, and the id of this reference to it."""
        if not self._counts[key]:
            self.footnote_order.append(key)
            self._numbers[key] = len(self.footnote_order)
        self._counts[key] += 1
        return self._numbers[key], reference_id(self.footnotes[key], self._counts[key])

    def count_of(self, key: str) -> int:
        """How often a footnote is referred to."""
        return self._counts[key]


def reference_id(label: str, reference: int) -> str:
    return f"fnref:{label}" if reference == 1 else f"fnref{reference}:{label}"
