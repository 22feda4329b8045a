"""What readers would stumble over, found in the Markdown itself: headings, images, what is not written yet."""

import re
from collections.abc import Iterator, Mapping

from .document import Warning
from .fences import Fence
from .references import prose_lines

_ATX = re.compile(r"#{1,6}")
_UNDERLINE = re.compile(r"(=+|-+) *$")
_CODE = re.compile(r"(?<!`)(`{1,20})(?!`)[^\n]{1,2000}?(?<!`)\1(?!`)")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([ \t]{0,9}<?([^)\s>]{0,2000})")
_HTML_IMAGE = re.compile(r"<img\b([^<>\n]{0,2000})>", re.IGNORECASE)
_ALT = re.compile(r"""\balt=(?:"[^"]*[^"\s]|'[^']*[^'\s])""", re.IGNORECASE)
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TKTK)\b")

NO_ALT = "This image has no alternative text: say in the square brackets what it shows."
ELSEWHERE = "Readers do not see images from elsewhere: upload it to the journal."


def proofread(lines: list[str], fences: list[Fence]) -> list[Warning]:
    """Warnings about everything but the fences, which have their own."""
    prose = {index: _CODE.sub("", lines[index]) for index in prose_lines(lines, fences)}
    found = [*_headings(lines, prose), *_images(prose), *_unfinished(prose)]
    return sorted(found, key=lambda warning: warning.line)


def _headings(lines: list[str], prose: Mapping[int, str]) -> Iterator[Warning]:
    headings = list(_found_headings(prose))
    former = min((level for _, level, _ in headings), default=1) - 1
    for number, (index, level, title) in enumerate(headings):
        if level > former + 1:
            yield Warning(index + 1, f"“{title}” skips a level of headings: {'#' * (former + 1)} would come next.")
        former = level
        end, next_level, _ = headings[number + 1] if number + 1 < len(headings) else (len(lines), 1, "")
        start = index + 1 if lines[index].startswith("#") else index + 2
        if next_level <= level and not any(line.strip() for line in lines[start:end]):
            yield Warning(index + 1, f"“{title}” has nothing below it.")


def _found_headings(prose: Mapping[int, str]) -> Iterator[tuple[int, int, str]]:
    """(index of its line, level, title), as Python-Markdown sees them."""
    for index, line in prose.items():
        if match := _ATX.match(line):
            yield index, match.end(), line[match.end() :].strip().rstrip("#").rstrip()
        elif line.strip() and not prose.get(index - 1, "").strip():
            underline = _UNDERLINE.match(prose.get(index + 1, ""))
            if underline:
                yield index, 1 if underline[1][0] == "=" else 2, line.strip()


def _images(prose: Mapping[int, str]) -> Iterator[Warning]:
    for index, line in prose.items():
        for alternative, target in _IMAGE.findall(line):
            if not alternative.strip():
                yield Warning(index + 1, NO_ALT)
            if ":" in target or target.startswith("//"):
                yield Warning(index + 1, ELSEWHERE)
            elif target and not target.startswith(("/attachments/", "/static/")):
                yield Warning(index + 1, f"There is no image at “{target[:80]}”: upload it to the journal.")
        for attributes in _HTML_IMAGE.findall(line):
            if not _ALT.search(attributes):
                yield Warning(index + 1, NO_ALT)


def _unfinished(prose: Mapping[int, str]) -> Iterator[Warning]:
    for index, line in prose.items():
        if match := _UNFINISHED.search(line):
            yield Warning(index + 1, f"This still says {match[0]}.")
