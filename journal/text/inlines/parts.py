"""The row of parts that a text becomes. Text is a plain `str` in it, a finished element an `Element`."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element


@dataclass(slots=True, eq=False)
class Run:
    """A run of one mark, such as `**`. What is left of it when all are paired is text."""

    mark: str
    count: int
    can_open: bool
    can_close: bool
    length: int = 0  # as it was written
    closed: list[str] = field(default_factory=list)  # elements that end here, in their order
    opened: list[str] = field(default_factory=list)  # elements that begin here, the innermost first

    def __post_init__(self) -> None:
        self.length = self.count


@dataclass(slots=True, eq=False)
class Opening:
    tag: str
    attributes: dict[str, str]


@dataclass(slots=True, eq=False)
class Closing:
    pass


@dataclass(slots=True, eq=False)
class Tag:
    """A tag of HTML that a text may use, as it was written."""

    name: str
    source: str
    line: int
    is_closing: bool
    can_be_text: bool  # a bare opening tag, perhaps only named here


@dataclass(slots=True, eq=False)
class Attributes:
    """`{#id .class key=value}`: belongs to the element right before it, or is text."""

    source: str
    values: dict[str, str]


class BareLink(Element):
    """An address that stands in the text by itself; within a link it will be text."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__("a", {"href": address})
        self.text = text
