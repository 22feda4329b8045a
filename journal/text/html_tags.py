"""Raw HTML in a text: how a tag is written, which elements a text may use, and what becomes of all others."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import NamedTuple

from .document import TooMuchHtml

_ATTRIBUTE = r"""(?:\s+[a-zA-Z_:][\w:.-]*+(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?+)"""
OPENING_TAG = rf"<[A-Za-z][A-Za-z0-9-]*+{_ATTRIBUTE}*+\s*+/?>"
CLOSING_TAG = r"</[A-Za-z][A-Za-z0-9-]*+\s*+>"

ELEMENTS = frozenset(
    """a abbr aside b blockquote br caption code dd del details div dl dt em figcaption figure
    h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q s samp section small span
    strong sub summary sup table tbody td tfoot th thead tr u ul var""".split()
)
VOID = frozenset({"br", "hr", "img", "input"})
# Browsers go on with these in all that follows, until they are closed.
FORMATTING = frozenset("a abbr b code del em i ins kbd mark q s samp small span strong sub sup u var".split())
# Their tags go, their content stays: what they do is a matter of looks, or of no consequence here.
_TRANSPARENT = frozenset(
    """address article bdi bdo big center cite col colgroup data dfn dir font footer header
    hgroup main nav nobr picture rp rt ruby source strike time tt wbr""".split()
)
_TEXT_ONLY = {"script", "style", "textarea"}

# A tag as browsers take it, which is less strict than CommonMark.
_TAG = re.compile(
    r"""<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<rest>(?:[^"'<>]|"[^"]*+"|'[^']*+')*+)>""", re.DOTALL
)
_CUT_TAG = re.compile(r"<([A-Za-z!?][A-Za-z0-9-]*+)?")
_NAME_ATTRIBUTE = re.compile(r"""(?P<value>"[^"]*"|'[^']*')|(?<=\s)name(?=\s*=)""", re.IGNORECASE)
_WORDS_IN_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*((?:\s+[\w.:-]+)*)\s*>")
_SWITCHES = {"checked", "disabled", "hidden", "markdown", "open", "reversed"}  # attributes without a value
_CHECKBOX = re.compile(r"""\stype\s*=\s*["']?checkbox\b""", re.IGNORECASE)
# These end of themselves where the next one begins.
_SELF_ENDING = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"}
MAX_OPEN = 500  # of one name, without an end


def is_element(name: str, tag: str) -> bool:
    """Whether a tag of this name is HTML. Any other is shown as it was written: `<title>`, `<path>`, `List<int>`."""
    if name == "input":
        return _CHECKBOX.search(tag) is not None
    return name in ELEMENTS or name in _TRANSPARENT or name == "h1"


def is_only_named(tag: str) -> bool:
    """Whether an opening tag may be words: it has no attributes, or words where attributes would be."""
    match = _WORDS_IN_TAG.fullmatch(tag)
    return match is not None and _SWITCHES.isdisjoint(match[1].lower().split())


class TextTag(NamedTuple):
    """A tag that is no HTML here: readers see it as it was written."""

    name: str
    line: int  # in its piece of HTML, from 0


class RawHtml:
    """The raw HTML of one document, piece by piece in the order of the text.

    What is no HTML, or not for a text, is escaped, so that no word can vanish in it. A closing tag that closes nothing
    is dropped: it would close what the page has around the text.
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()

    @contextmanager
    def scope(self) -> Iterator[Callable[[], str]]:
        """What is within an element of the page closes nothing outside, and is closed by what is called at its end."""
        outside = self._open, self._counts
        self._open, self._counts = [], Counter()
        try:
            yield self._ending
        finally:
            self._open, self._counts = outside

    def _ending(self) -> str:
        """The closing tags that are missing, and may be."""
        return "".join(f"</{name}>" for name in reversed(self._open) if name not in _SELF_ENDING)

    def taken(self, html: str) -> tuple[str, list[TextTag]]:
        """A piece without comments and with what is no HTML escaped, not yet safe; and the tags that are text."""
        piece = _Piece(html)
        for tag in piece.tags():
            piece.add(self._written(tag))
        return "".join(piece.taken), [TextTag(name, line) for name, line in piece.named.items()]

    def _written(self, tag: re.Match[str]) -> str:
        name, rest = tag["name"].lower(), tag["rest"]
        if name in _TRANSPARENT:
            return ""
        if tag["closing"]:
            if not self._counts[name]:
                return ""
            self._close(name)
        elif name not in VOID:
            self._open.append(name)
            self._counts[name] += 1
            if self._counts[name] > MAX_OPEN and name not in _SELF_ENDING:
                raise TooMuchHtml
        if name == "h1":  # the page has its own
            return f"<{tag['closing']}h2{rest}>"
        if name == "a":  # names are ids since HTML 5
            rest = _NAME_ATTRIBUTE.sub(lambda part: part["value"] or "id", rest)
        return f"<{tag['closing']}{name}{rest}>"

    def _close(self, name: str) -> None:
        """With an element ends what was opened in it; formatting goes on, as browsers have it."""
        left: list[str] = []
        while (latest := self._open.pop()) != name:
            if name in FORMATTING or latest in FORMATTING:
                left.append(latest)
            else:
                self._counts[latest] -= 1
        self._counts[name] -= 1
        self._open.extend(reversed(left))


class _Piece:
    """One pass over a piece of HTML. What is searched for and not found is not searched for again."""

    def __init__(self, html: str) -> None:
        self.taken: list[str] = []
        self.named: dict[str, int] = {}
        self._html = html
        self._position = 0
        self._missing: set[str] = set()

    def tags(self) -> Iterator[re.Match[str]]:
        """The tags that are HTML. Everything between them is taken on the way."""
        while (start := self._html.find("<", self._position)) >= 0:
            self.add(self._html[self._position : start])
            self._position = start
            tag = _TAG.match(self._html, start)
            if self._skip_comment():
                continue
            if tag and is_element(tag["name"].lower(), tag[0]):
                self._position = tag.end()
                yield tag
            else:
                self._take_text(tag)
        self.add(self._html[self._position :])

    def add(self, html: str) -> None:
        self.taken.append(html)

    def _skip_comment(self) -> bool:
        for empty in ("<!-->", "<!--->"):
            if self._html.startswith(empty, self._position):
                self._position += len(empty)
                return True
        end = self._find("-->", self._position + 4) if self._html.startswith("<!--", self._position) else -1
        if end >= 0:
            self._position = end + 3
        return end >= 0

    def _take_text(self, tag: re.Match[str] | None) -> None:
        """Escapes what is no HTML: a tag, with what is only text within it, or the beginning of one."""
        cut = _CUT_TAG.match(self._html, self._position)
        name = (tag["name"] if tag else (cut and cut[1]) or "").lower()
        end = tag.end() if tag else self._position + 1
        if name and not (tag and tag["closing"]):
            if name not in self.named:
                self.named[name] = self._html.count("\n", 0, self._position)
            if name in _TEXT_ONLY:
                closing = self._find(f"</{name}", end)
                end = closing if closing >= 0 else len(self._html)
        self.add(escape(self._html[self._position : end], quote=False))
        self._position = end

    def _find(self, text: str, start: int) -> int:
        if text in self._missing:
            return -1
        found = re.compile(re.escape(text), re.IGNORECASE | re.ASCII).search(self._html, start)
        if found is None:
            self._missing.add(text)
        return found.start() if found else -1
