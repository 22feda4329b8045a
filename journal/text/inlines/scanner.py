"""One pass over a text, from the left: what binds tightest (code, tags, autolinks) wins where it stands first."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from journal.text.blocks.definitions import Target, label_key
from journal.text.serializing import words_of

from . import marks
from .building import build
from .context import Context, Fragment, Picture
from .parts import Closing, Opening, Run
from .runs import pair, run_at
from .scan import Bracket, Scan
from .tags import settled
from .targets import as_attribute, inline_target, reference_target
from .wikilinks import WIKILINK, wikilink

MAX_ALTERNATIVE = 2_000  # characters: pictures within the words of pictures would add up

_SPECIAL = re.compile(r"[\\`*_~=\[\]<&\n$+{:]|!\[|%%|(?<![A-Za-z0-9])(?:(?i:https?|ftp)://|www\.)")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,200})\]")


def fill(parent: Element, text: str, context: Context, line: int) -> None:
    """Puts the elements of a text behind what is in `parent`; `line` is the text's first one, 1-based."""
    build(parent, Scanner(text, context, line).scan())


class Scanner(Scan):
    """Reads a text.

    What begins at a special character is taken by an action: a method here or a function of `marks`. It leaves the
    position behind what it took, or gives False and takes nothing.
    """

    def __init__(self, text: str, context: Context, line: int) -> None:
        super().__init__(text, context, line)
        self._runs: list[Run] = []
        self._inactive = 0  # so many brackets, from the outermost, can no longer begin a link

    def scan(self) -> list:
        text = self.source
        while special := _SPECIAL.search(text, self.position):
            if special.start() > self.position:
                self.parts.append(text[self.position : special.start()])
            self.position = special.start()
            if not _ACTIONS[special[0][0]](self):
                self.take(len(special[0]))
        self.parts.append(text[self.position :])
        pair(self._runs)
        return settled(self.parts, self.context)

    def emphasis(self) -> bool:
        run = run_at(self.source, self.position)
        self._runs.append(run)
        return self.put(run, self.position + run.length)

    def open_bracket(self) -> bool:
        return self._wikilink() or self._footnote() or self._bracket(1)

    def image_bracket(self) -> bool:
        return self._wikilink() or self._bracket(2)

    def close_bracket(self) -> bool:
        if not self.brackets:
            return False
        bracket = self.brackets.pop()
        is_active = bracket.is_image or len(self.brackets) >= self._inactive
        self._inactive = min(self._inactive, len(self.brackets))
        found = self._target(bracket) if is_active else None
        if found is None:
            return False
        target, end = found
        pair(self._runs[bracket.run :])
        del self._runs[bracket.run :]
        if bracket.is_image:
            self._image(bracket, target)
        else:
            self._link(bracket, target)
        self.position = end
        return True

    def _bracket(self, size: int) -> bool:
        is_image = size == 2
        self.brackets.append(Bracket(self.position + size, len(self.parts), len(self._runs), is_image))
        return self.take(size)

    def _wikilink(self) -> bool:
        is_index = self.before.isascii() and self.before.isalnum()  # x[[1]]
        match = None if is_index else WIKILINK.match(self.source, self.position)
        if match is None or label_key(match["target"]) in self.context.references:
            return False
        self._inactive = len(self.brackets)
        line = self.line_at(self.position)
        element, label = wikilink(match)
        fill(element, label, self.context, line)
        self._note_fragment(element.get("href", ""), line)
        return self.put(element, match.end())

    def _footnote(self) -> bool:
        match = _FOOTNOTE.match(self.source, self.position)
        if match is None or (self.brackets and self.brackets[-1].is_image):
            return False
        key = match[1].casefold()
        if key not in self.context.footnotes:
            self.context.missing_footnotes.setdefault(match[1], self.line_at(self.position))
            return False
        number, identifier = self.context.refer_to(key)
        element = Element("sup", {"id": identifier})
        address = f"#fn:{self.context.footnotes[key]}"
        SubElement(element, "a", {"class": "footnote-ref", "href": address}).text = str(number)
        self._inactive = len(self.brackets)
        return self.put(element, match.end())

    def _target(self, bracket: Bracket) -> tuple[Target, int] | None:
        text, end = self.source, self.position + 1
        if text.startswith("(", end) and (found := inline_target(text, end)):
            return found
        return reference_target(text, end, text[bracket.position : self.position], self.context.references)

    def _image(self, bracket: Bracket, target: Target) -> None:
        alternative = Element("span")
        with self.context.raw.scope():
            build(alternative, settled(self.parts[bracket.part + 1 :], self.context))
        words = words_of(alternative)[:MAX_ALTERNATIVE]
        self.context.pictures.append(Picture(self.line_at(bracket.position), words, target.address))
        attributes = {"alt": words, "src": as_attribute(target.address)}
        if target.title is not None:
            attributes["title"] = target.title
        self.parts[bracket.part :] = [Element("img", attributes)]

    def _link(self, bracket: Bracket, target: Target) -> None:
        attributes = {"href": as_attribute(target.address)}
        if target.title is not None:
            attributes["title"] = target.title
        self.parts[bracket.part] = Opening("a", attributes)
        self.parts.append(Closing())
        self._inactive = len(self.brackets)
        self._note_fragment(target.address, self.line_at(bracket.position))

    def _note_fragment(self, address: str, line: int) -> None:
        if address.startswith("#"):
            self.context.fragments.append(Fragment(line, address[1:]))


_ACTIONS: dict[str, Callable[[Scanner], bool]] = {
    "\\": marks.backslash,
    "`": marks.code,
    "\n": marks.line_break,
    "&": marks.entity,
    "<": marks.angle,
    "$": marks.formula,
    "+": marks.keys,
    "{": marks.attributes,
    ":": marks.emoji,
    "%": marks.remark,
    "[": Scanner.open_bracket,
    "!": Scanner.image_bracket,
    "]": Scanner.close_bracket,
    **dict.fromkeys("*_~=", Scanner.emphasis),
    **dict.fromkeys("hfwHF", marks.address),
}
