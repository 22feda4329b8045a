"""Where in a text the words of a query stand, and the piece of it to show.

The same for both databases, which would each cut and mark in their own way: a text as it was written goes in,
pieces of it come out, each with whether it was looked for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from journal.text.words import fold, runs_of, stem, words_of

from .language import Term

Marked = list[tuple[str, bool]]  # text, and whether it was looked for
LENGTH = 240  # characters of an excerpt
LEAD = 70  # of them at most before the first word that was looked for
SHORT = 60  # a line that is shorter is shown with the next
SCANNED = 20_000  # characters of a text
MOST = 200  # places that are looked at

_REST = re.compile(r"[^\W_]*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to mark: characters as they are, or a word by its stem or beginning."""

    number: int  # which term of the query it is from
    start: str  # folded: what it begins with
    stem: str = ""  # of a word; empty for a prefix and for characters
    is_word: bool = True


@dataclass(frozen=True, slots=True)
class Occurrence:
    start: int
    end: int
    wanted: Wanted

    @property
    def number(self) -> int:
        return self.wanted.number


def wanted_of(terms: Iterable[Term]) -> list[Wanted]:
    """The words and phrases to mark for the terms that an entry is to have."""
    found: list[Wanted] = []
    for number, term in enumerate(term for term in terms if not term.is_excluded):
        text = fold(term.text)
        words = words_of(term.text)
        found += [Wanted(number, fold(run), is_word=False) for run in runs_of(term.text)]
        if [text] != words and not term.is_prefix and text.strip():
            found.append(Wanted(number, text, is_word=False))
        for word in words:
            root = "" if term.is_prefix else stem(word)
            start = _beginning(root) if root else word
            found.append(Wanted(number, start, root))
    return found


def places_of(text: str, wanted: Sequence[Wanted]) -> list[Occurrence]:
    """The occurrences in a text, in its order, none inside another."""
    folded = fold(text[:SCANNED])
    found: list[Occurrence] = []
    for one in wanted:
        if not one.is_word:
            found += _places(folded, one)
    # What stands there as it was typed is marked as a whole; the words of a phrase alone only where it does not.
    seen = {place.number for place in found}
    for one in wanted:
        if one.is_word and one.number not in seen:
            found += _places(folded, one)
    found.sort(key=lambda place: (place.start, -place.end))
    kept: list[Occurrence] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def are_whole(places: Sequence[Occurrence], wanted: Sequence[Wanted]) -> bool:
    """Whether all that was typed stands there, phrases and bits of code as they were typed."""
    seen = {(place.number, place.wanted.is_word) for place in places}
    whole = {one.number for one in wanted if not one.is_word}
    return all((one.number, one.number not in whole) in seen for one in wanted)


def excerpt(text: str, places: Sequence[Occurrence]) -> tuple[Marked, int]:
    """The line with the most of what was looked for, cut to a readable length, and where its first word stands."""
    line, line_end = best_line(text, places)
    while line_end - line < SHORT and line_end < len(text):  # a heading says little without what it is above
        line_end = _line_end(text, line_end + 1)
    first = next(place for place in places if place.start >= line)
    start = line if first.start - line <= LEAD else _word_start(text, first.start - LEAD, first.start)
    end = line_end
    if line_end - start > LENGTH:
        space = text.rfind(" ", first.end, start + LENGTH)
        end = space if space > 0 else max(first.end, start + LENGTH)
    pieces = [(piece.replace("\n", " · "), is_wanted) for piece, is_wanted in marked(text, places, start, end)]
    cut = [("…", False)]
    return [*(cut if start > line else []), *pieces, *(cut if end < line_end else [])], first.start


def marked(text: str, places: Sequence[Occurrence], start: int = 0, end: int | None = None) -> Marked:
    """The text between two places in pieces."""
    end = len(text) if end is None else end
    pieces: Marked = []
    at = start
    for place in places:
        if place.start >= at and place.end <= end:
            pieces += [(text[at : place.start], False), (text[place.start : place.end], True)]
            at = place.end
    return [piece for piece in [*pieces, (text[at:end], False)] if piece[0]]


def heading_before(text: str, at: int, headings: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The heading that a place in the text stands under; each heading is a line of the text, in order."""
    found, position = None, 0
    lines, end = f"\n{text}\n", _line_end(text, at) + 2
    for heading in headings:
        title = " ".join(heading["title"].split())
        place = lines.find(f"\n{title}\n", position, end)
        if place >= 0:
            found, position = heading, place + 1
    return found


def _places(folded: str, wanted: Wanted) -> Iterable[Occurrence]:
    at, seen = folded.find(wanted.start), 0
    while at >= 0 and seen < MOST:
        seen += 1
        end = at + len(wanted.start)
        if not wanted.is_word:
            yield Occurrence(at, end, wanted)
        elif at == 0 or not folded[at - 1].isalnum():
            match = _REST.match(folded, end)
            end = match.end() if match else end
            if not wanted.stem or stem(folded[at:end]) == wanted.stem:
                yield Occurrence(at, end, wanted)
        at = folded.find(wanted.start, end)


def _beginning(root: str) -> str:
    """What every word of this stem begins with: a stem may end in an i or e that its words do not have."""
    return root[:-1] if len(root) > 2 and root[-1] in "ei" else root


def best_line(text: str, places: Sequence[Occurrence]) -> tuple[int, int]:
    """The start and end of the line that has most of what is wanted."""
    lines: dict[int, set[int]] = {}
    for place in places:
        lines.setdefault(text.rfind("\n", 0, place.start) + 1, set()).add(place.number)
    start = max(lines, key=lambda line: (len(lines[line]), -line))
    return start, _line_end(text, start)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _word_start(text: str, at: int, limit: int) -> int:
    space = text.find(" ", at, limit)
    return at if space < 0 else space + 1
