"""Raw HTML in a text: how a tag is written, which elements a text may use, and what becomes of all others."""

import re
from collections import Counter
from html import escape
from typing import NamedTuple

_ATTRIBUTE = r"""(?:\s+[a-zA-Z_:][\w:.-]*+(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?+)"""
OPENING_TAG = rf"<[A-Za-z][A-Za-z0-9-]*+{_ATTRIBUTE}*+\s*+/?>"
CLOSING_TAG = r"</[A-Za-z][A-Za-z0-9-]*+\s*+>"

SHOWN = frozenset(
    """a abbr aside b blockquote br caption code dd del details div dl dt em figcaption figure
    h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q s samp section small span
    strong sub summary sup table tbody td tfoot th thead tr u ul var""".split()
)
# Browsers go on with these in all that follows, until they are closed.
FORMATTING = frozenset("a abbr b code del em font i ins kbd mark q s samp small span strong sub sup tt u var".split())
# Their tags go, their content stays: what they do is a matter of looks, or of no consequence here.
_TRANSPARENT = frozenset(
    """address article bdi bdo big center cite col colgroup data dfn dir font footer h1 header
    hgroup main nav nobr picture rp rt ruby source strike time tt wbr""".split()
)
VOID = frozenset({"br", "col", "hr", "img", "input", "source", "wbr"})

_TEXT_ONLY = {"script", "style", "textarea"}

# A tag as browsers take it, which is less strict than CommonMark; and one that is cut off.
_PIECE = re.compile(
    r"""(?P<comment><!--(?:>|->|.*?-->))"""
    r"""|<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<rest>(?:[^"'<>]|"[^"]*"|'[^']*')*+)>"""
    r"""|<(?P<cut>[A-Za-z!?][A-Za-z0-9-]*+)?""",
    re.DOTALL,
)
_NAME_ATTRIBUTE = re.compile(r"""(\s)name(\s*=)""", re.IGNORECASE)


def is_allowed(name: str) -> bool:
    """Whether a tag of this name is HTML. Any other is shown as it was written: `<title>`, `<path>`, `List<int>`."""
    return name in SHOWN or name in _TRANSPARENT


class Cleaned(NamedTuple):
    html: str  # not yet safe
    shown: tuple[tuple[str, int], ...]  # the names of tags that are text, each with its line in the HTML, from 0


class RawHtml:
    """The raw HTML of one document, piece by piece in the order of the text.

    What is no HTML, or not for a text, is escaped, so that no word can vanish in it. A closing tag that closes nothing
    is dropped: it would close what the page has around the text.
    """

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def cleaned(self, html: str) -> Cleaned:
        shown: list[tuple[str, int]] = []
        endings = _Endings(html)

        def replaced(match: re.Match[str]) -> str:
            if endings.hold(match.start()):
                return escape(match[0], quote=False)
            if match["comment"]:
                return ""
            name = (match["name"] or "").lower()
            if is_allowed(name):
                return self._tag(match, name)
            named = (match["name"] or match["cut"] or "").lower()
            if named and not match["closing"]:
                shown.append((named, html.count("\n", 0, match.start())))
                endings.begin(named, match.end())
            return escape(match[0], quote=False)

        return Cleaned(_PIECE.sub(replaced, html), tuple(shown))

    def _tag(self, match: re.Match[str], name: str) -> str:
        if name in _TRANSPARENT and name != "h1":
            return ""
        if match["closing"]:
            if not self._open[name]:
                return ""
            self._open[name] -= 1
        elif name not in VOID:
            self._open[name] += 1
        if name == "h1":  # the page has its own
            return f"<{match['closing']}h2{match['rest']}>"
        if name == "a":  # names are ids since HTML 5
            rest = _NAME_ATTRIBUTE.sub(r"\1id\2", match["rest"])
            return f"<{match['closing']}a{rest}>"
        return match[0]


class _Endings:
    """Up to where an element such as `<script>` holds nothing but text. Each name is searched for once."""

    def __init__(self, html: str) -> None:
        self._html = html.lower()
        self._found: dict[str, int] = {}
        self._end = 0

    def begin(self, name: str, position: int) -> None:
        if name not in _TEXT_ONLY:
            return
        if self._found.get(name, 0) < position:
            end = self._html.find(f"</{name}", position)
            self._found[name] = len(self._html) if end < 0 else end
        self._end = self._found[name]

    def hold(self, position: int) -> bool:
        return position < self._end
