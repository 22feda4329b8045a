"""The seven kinds of HTML blocks: how one begins, and what ends it."""

import re
from typing import NamedTuple

from journal.text.html_tags import CLOSING_TAG, OPENING_TAG

_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
COMMENT_END = re.compile(r"-->")
_VERBATIM_TAGS = "script|pre|textarea|style"


class HtmlKind(NamedTuple):
    opening: re.Pattern[str]
    closing: re.Pattern[str] | None = None  # None: a blank line
    has_to_close: bool = False  # otherwise it would take the rest of the text along
    can_interrupt: bool = True  # a paragraph


# The seven kinds of HTML blocks, in the specification's order.
_KINDS = (
    HtmlKind(
        re.compile(rf"<(?:{_VERBATIM_TAGS})(?:\s|>|$)", re.IGNORECASE),
        re.compile(rf"</(?:{_VERBATIM_TAGS})>", re.IGNORECASE),
    ),
    HtmlKind(re.compile(r"<!--"), COMMENT_END),
    HtmlKind(re.compile(r"<[?]"), re.compile(r"\?>"), has_to_close=True),
    HtmlKind(re.compile(r"<![A-Za-z]"), re.compile(r">"), has_to_close=True),
    HtmlKind(re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>"), has_to_close=True),
    HtmlKind(re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s|/?>|$)", re.IGNORECASE)),
    HtmlKind(re.compile(rf"(?:{OPENING_TAG}|{CLOSING_TAG})\s*$"), can_interrupt=False),
)
# Markdown is read in an element that asks for it: its HTML ends with the opening tag.
_MARKDOWN_INSIDE = re.compile(r"<[A-Za-z][^<>]*\smarkdown(?:=[\"']?(?:1|block|markdown)[\"']?)?[^<>]*>\s*$")


def html_kind(rest: str) -> HtmlKind | None:
    """The kind of the HTML block that the rest of a line begins, if it begins one."""
    kind = next((kind for kind in _KINDS if kind.opening.match(rest)), None)
    if kind and kind.closing is None and rest.rstrip().endswith(">") and _MARKDOWN_INSIDE.match(rest):
        return kind._replace(closing=_MARKDOWN_INSIDE)
    return kind
