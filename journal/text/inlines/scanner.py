"""One pass over a text, from the left: what binds tightest (code, tags, autolinks) wins where it stands first."""

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from journal.text.blocks.definitions import ENTITY, character, label_key
from journal.text.formulas import formula_at
from journal.text.html_tags import CLOSING_TAG, OPENING_TAG, VOID, is_allowed
from journal.text.mathml import formula

from . import autolinks
from .attributes import attributes_at
from .building import build, words_of
from .context import Context, Fragment, Picture
from .names import EMOJI, KEYS, emoji, keys
from .parts import Attributes, BareLink, Closing, Opening, Run, Tag
from .runs import pair, run_at
from .tags import settled
from .targets import as_attribute, inline_target, reference_target
from .wikilinks import WIKILINK, wikilink

_SPECIAL = re.compile(r"[\\`*_~=\[\]<&\n$+{:]|!\[|%%|(?<![A-Za-z0-9])(?:https?://|ftp://|www\.)")
_TICKS = re.compile(r"`+")
_ESCAPABLE = re.compile(r"\\[!-/:-@\[-`{-~]")
_ENTITY = re.compile(ENTITY)
_TAG = re.compile(rf"(?P<opening>{OPENING_TAG})|(?P<closing>{CLOSING_TAG})")
_BARE_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*\s*>")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_COMMENT = re.compile(r"<!-->|<!--->|<!--")
_REMARK = re.compile(r"(?<!\S)%%.+?%%(?=[\s.,;:!?)]|$)", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,200})\]")


class _Bracket(NamedTuple):
    """An opening bracket: where its text begins, and where in the rows of parts and runs it stands."""

    position: int
    part: int
    run: int
    is_image: bool


def fill(parent: Element, text: str, context: Context, line: int) -> None:
    """Puts the elements of a text behind what is in `parent`; `line` is the text's first one, 1-based."""
    build(parent, Scanner(text, context, line).scan())


class Scanner:
    def __init__(self, text: str, context: Context, line: int) -> None:
        self._source = text
        self._context = context
        self._first_line = line
        self._position = 0
        self._parts: list = []
        self._runs: list[Run] = []
        self._brackets: list[_Bracket] = []
        self._inactive = 0  # so many brackets, from the outermost, can no longer begin a link
        self._ticks: dict[int, list[int]] | None = None  # for each length, where such runs of backticks stand
        self._no_comment = False  # none ends behind here

    def scan(self) -> list:
        text = self._source
        while special := _SPECIAL.search(text, self._position):
            if special.start() > self._position:
                self._parts.append(text[self._position : special.start()])
            self._position = special.start()
            if not _ACTIONS[special[0][0]](self):
                self._take(len(special[0]))
        self._parts.append(text[self._position :])
        pair(self._runs)
        return settled(self._parts, self._context)

    # Helpers: each action leaves the position behind what it took, or gives False and takes nothing

    def _take(self, size: int) -> None:
        self._parts.append(self._source[self._position : self._position + size])
        self._position += size

    def _put(self, part: object, end: int) -> bool:
        self._parts.append(part)
        self._position = end
        return True

    def _line(self) -> int:
        return self._first_line + self._source.count("\n", 0, self._position)

    def backslash(self) -> bool:
        text, position = self._source, self._position
        if text.startswith("\\\n", position):
            return self._put(Element("br"), _skip_spaces(text, position + 2))
        if self.formula():
            return True
        match = _ESCAPABLE.match(text, position)
        return self._put(match[0][1], match.end()) if match else False

    def formula(self) -> bool:
        found = formula_at(self._source, self._position)
        if found is None:
            return False
        tex, is_display, end = found
        return self._put(formula(tex, is_display=is_display), end)

    def code(self) -> bool:
        match = _TICKS.match(self._source, self._position)
        assert match is not None
        end = self._closing_ticks(len(match[0]), match.end())
        if end is None:
            self._take(len(match[0]))
            return True
        code = self._source[match.end() : end].replace("\n", " ")
        if code.strip(" ") and code[0] == code[-1] == " ":
            code = code[1:-1]
        element = Element("code")
        element.text = AtomicString(code)
        return self._put(element, end + len(match[0]))

    def _closing_ticks(self, length: int, start: int) -> int | None:
        if self._ticks is None:
            self._ticks = {}
            for run in reversed(list(_TICKS.finditer(self._source))):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        places = self._ticks.get(length, [])
        while places and places[-1] < start:
            places.pop()
        return places[-1] if places else None

    def emphasis(self) -> bool:
        run = run_at(self._source, self._position)
        self._runs.append(run)
        return self._put(run, self._position + run.length)

    def line_break(self) -> bool:
        """A hard break after two spaces; white space around any other end of a line goes."""
        before = self._parts[-1] if self._parts else ""
        is_hard = False
        if isinstance(before, str):
            is_hard = before.endswith("  ")
            self._parts[-1:] = [before.rstrip(" \t")]
        return self._put(Element("br") if is_hard else "\n", _skip_spaces(self._source, self._position + 1))

    def entity(self) -> bool:
        match = _ENTITY.match(self._source, self._position)
        return self._put(character(match[0]), match.end()) if match else False

    def angle(self) -> bool:
        text, position = self._source, self._position
        link = autolinks.POINTED.match(text, position)
        if link:
            return self._put(autolinks.pointed_link(link), link.end())
        comment = _COMMENT.match(text, position)
        if comment:
            return self._comment(comment)
        tag = _TAG.match(text, position)
        return self._tag(tag) if tag else False

    def _comment(self, opening: re.Match[str]) -> bool:
        if opening[0] != "<!--":
            return self._put("", opening.end())
        end = -1 if self._no_comment else self._source.find("-->", opening.end())
        self._no_comment = end < 0
        return self._put("", end + 3) if end >= 0 else False

    def _tag(self, match: re.Match[str]) -> bool:
        source = match[0]
        found = _NAME.search(source)
        name = found[0].lower() if found else ""
        if not is_allowed(name):
            if match["opening"]:
                self._context.show_tag(name, self._line())
            return self._put(source, match.end())
        can_be_text = bool(_BARE_TAG.fullmatch(source)) and name not in VOID
        return self._put(Tag(name, source, self._line(), can_be_text=can_be_text), match.end())

    def address(self) -> bool:
        address = autolinks.bare_address(self._source, self._position, in_brackets=bool(self._brackets))
        if not address:
            return False
        target = f"http://{address}" if address.startswith("www.") else address
        return self._put(BareLink(as_attribute(target), address), self._position + len(address))

    def plus(self) -> bool:
        before = self._source[self._position - 1 : self._position]
        match = None if before.isalnum() or before == "+" else KEYS.match(self._source, self._position)
        element = keys(match["keys"]) if match else None
        return self._put(element, match.end()) if match and element is not None else False

    def brace(self) -> bool:
        found = attributes_at(self._source, self._position)
        if found is None:
            return False
        values, end = found
        return self._put(Attributes(self._source[self._position : end], values), end)

    def colon(self) -> bool:
        before = self._source[self._position - 1 : self._position]
        match = None if before.isalnum() or before == ":" else EMOJI.match(self._source, self._position)
        found = emoji(match[0]) if match else None
        return self._put(found, match.end()) if match and found else False

    def remark(self) -> bool:
        """What Obsidian hides."""
        match = _REMARK.match(self._source, self._position)
        return self._put("", match.end()) if match else False

    # Brackets

    def open_bracket(self) -> bool:
        return self._wikilink() or self._footnote() or self._bracket(1)

    def image_bracket(self) -> bool:
        return self._wikilink() or self._bracket(2)

    def _bracket(self, size: int) -> bool:
        end = self._position + size
        self._brackets.append(_Bracket(end, len(self._parts), len(self._runs), is_image=size == 2))
        self._take(size)
        return True

    def _wikilink(self) -> bool:
        match = WIKILINK.match(self._source, self._position)
        if match is None or label_key(match["target"]) in self._context.references:
            return False
        self._inactive = len(self._brackets)
        element, label = wikilink(match)
        fill(element, label, self._context, self._line())
        if element.get("href", "").startswith("#"):
            self._context.fragments.append(Fragment(self._line(), element.get("href", "")[1:]))
        return self._put(element, match.end())

    def _footnote(self) -> bool:
        match = _FOOTNOTE.match(self._source, self._position)
        if match is None:
            return False
        label = match[1]
        if label not in self._context.footnotes:
            self._context.missing_footnotes.setdefault(label, self._line())
            return False
        number, identifier = self._context.refer_to(label)
        element = Element("sup", {"id": identifier})
        SubElement(element, "a", {"class": "footnote-ref", "href": f"#fn:{label}"}).text = str(number)
        self._inactive = len(self._brackets)
        return self._put(element, match.end())

    def close_bracket(self) -> bool:
        if not self._brackets:
            return False
        bracket = self._brackets.pop()
        is_active = bracket.is_image or len(self._brackets) >= self._inactive
        self._inactive = min(self._inactive, len(self._brackets))
        if not is_active:
            return False
        found = self._target(bracket)
        if found is None:
            return False
        (address, title), end = found
        pair(self._runs[bracket.run :])
        del self._runs[bracket.run :]
        attributes = (
            {"href": as_attribute(address)} if title is None else {"href": as_attribute(address), "title": title}
        )
        if bracket.is_image:
            self._image(bracket, address, attributes)
        else:
            self._link(bracket, address, attributes)
        self._position = end
        return True

    def _target(self, bracket: _Bracket) -> tuple[tuple[str, str | None], int] | None:
        text, end = self._source, self._position + 1
        if text.startswith("(", end) and (found := inline_target(text, end)):
            return found
        return reference_target(text, end, text[bracket.position : self._position], self._context.references)

    def _image(self, bracket: _Bracket, address: str, attributes: dict[str, str]) -> None:
        alternative = words_of(settled(self._parts[bracket.part + 1 :], self._context))
        del self._parts[bracket.part :]
        self._context.pictures.append(Picture(self._line(), alternative, address))
        attributes = {"alt": alternative, "src": attributes.pop("href"), **attributes}
        self._parts.append(Element("img", attributes))

    def _link(self, bracket: _Bracket, address: str, attributes: dict[str, str]) -> None:
        self._parts[bracket.part] = Opening("a", attributes)
        for index in range(bracket.part + 1, len(self._parts)):
            part = self._parts[index]
            if isinstance(part, BareLink):
                self._parts[index] = part.text or ""
        self._parts.append(Closing())
        self._inactive = len(self._brackets)
        if address.startswith("#"):
            self._context.fragments.append(Fragment(self._line(), address[1:]))


def _skip_spaces(text: str, position: int) -> int:
    while text.startswith((" ", "\t"), position):
        position += 1
    return position


_ACTIONS: dict[str, Callable[[Scanner], bool]] = {
    "\\": Scanner.backslash,
    "`": Scanner.code,
    "\n": Scanner.line_break,
    "&": Scanner.entity,
    "<": Scanner.angle,
    "$": Scanner.formula,
    "+": Scanner.plus,
    "{": Scanner.brace,
    ":": Scanner.colon,
    "%": Scanner.remark,
    "[": Scanner.open_bracket,
    "!": Scanner.image_bracket,
    "]": Scanner.close_bracket,
    **dict.fromkeys("*_~=", Scanner.emphasis),
    **dict.fromkeys("hfw", Scanner.address),
}
