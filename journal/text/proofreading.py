"""What readers would stumble over: headings, images, what leads nowhere, is not shown or is not written yet."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from .blocks import Block, nodes
from .code_spans import without_code_spans
from .document import Warning
from .inlines import Context
from .inlines.context import Picture
from .references import prose_lines
from .sanitize import prefixed
from .shortcodes import shortcodes
from .tree import is_endless_comment

_HTML_IMAGE = re.compile(r"<img\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(src|alt)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TKTK)\b")
_ID = re.compile(r'\sid="([^"]*)"')

NO_ALT = "This image has no alternative text: say in the square brackets what it shows."
ELSEWHERE = "Readers get a link in the place of an image from elsewhere: upload it to the journal."
ENDLESS_COMMENT = "This comment is never closed (-->): what follows is not shown."


def proofread(document: Block, lines: list[str], context: Context, html: str) -> list[Warning]:
    """Warnings about everything but the fences, which have their own. `html` is what readers get."""
    hidden = _hidden_lines(document)
    shown = [index for index in prose_lines(document, len(lines)) if index not in hidden]
    prose = {index: without_code_spans(lines[index]) for index in shown}
    return [
        *_headings(document, lines),
        *_images(context, prose),
        *_unfinished(prose),
        *_shortcodes(prose),
        *_not_shown(document, context),
        *_leading_nowhere(context, html),
    ]


def _headings(document: Block, lines: list[str]) -> Iterator[Warning]:
    headings = [block for block in document.walk() if isinstance(block, nodes.Heading)]
    former = min((heading.level for heading in headings), default=1) - 1
    for number, heading in enumerate(headings):
        title = " ".join(heading.text.split())
        if heading.level > former + 1:
            next_mark = "#" * (former + 1)
            yield Warning(heading.start + 1, f"“{title}” skips a level of headings: {next_mark} would come next.")
        former = heading.level
        below = headings[number + 1] if number + 1 < len(headings) else None
        end = below.start if below else len(lines)
        is_last = below is None or below.level <= heading.level
        if is_last and not any(line.strip() for line in lines[heading.end : end]):
            yield Warning(heading.start + 1, f"“{title}” has nothing below it.")


def _hidden_lines(document: Block) -> set[int]:
    """The lines of remarks and comments, which nobody sees."""
    hidden: set[int] = set()
    for block in document.walk():
        if block.kind == "remark" or (block.kind == "html" and block.text.lstrip().startswith("<!--")):
            hidden.update(range(block.start, block.end))
    return hidden


def _images(context: Context, prose: dict[int, str]) -> Iterator[Warning]:
    for picture in [*context.pictures, *_html_images(prose)]:
        target = picture.address
        if not picture.alternative.strip():
            yield Warning(picture.line, NO_ALT)
        if ":" in target or target.startswith("//"):
            yield Warning(picture.line, ELSEWHERE)
        elif target and not target.startswith(("/attachments/", "/static/")):
            yield Warning(picture.line, f"There is no image at “{target[:80]}”: upload it to the journal.")


def _html_images(prose: dict[int, str]) -> Iterator[Picture]:
    text = "\n".join(prose.get(index, "") for index in range(max(prose, default=-1) + 1))
    for match in _HTML_IMAGE.finditer(text):
        facts = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(match[1])}
        yield Picture(text.count("\n", 0, match.start()) + 1, facts.get("alt", ""), facts.get("src", ""))


def _unfinished(prose: dict[int, str]) -> Iterator[Warning]:
    for index, line in prose.items():
        if match := _UNFINISHED.search(line):
            yield Warning(index + 1, f"This still says {match[0]}.")


def _shortcodes(prose: dict[int, str]) -> Iterator[Warning]:
    for line, beginning in shortcodes(prose.items()):
        yield Warning(line, f"“{beginning} …” is for another program: readers see it as it is written.")


def _not_shown(document: Block, context: Context) -> Iterator[Warning]:
    for name, line in context.text_tags.items():
        yield Warning(line, f"“<{name}>” is shown as it is written, not taken as HTML. In backticks it is code.")
    for block in document.walk():
        if is_endless_comment(block):
            yield Warning(block.start + 1, ENDLESS_COMMENT)


def _leading_nowhere(context: Context, html: str) -> Iterator[Warning]:
    ids = set(_ID.findall(html))
    for fragment in context.fragments:
        name = unquote(fragment.name)
        if name not in ("", "top") and not ids & {prefixed(name), prefixed(name.lower())}:
            yield Warning(fragment.line, f"“#{name[:80]}” leads nowhere in this text.")
    if context.footnotes:  # otherwise [^…] may be a part of a pattern
        for label, line in context.missing_footnotes.items():
            yield Warning(line, f"There is no footnote “[^{label[:80]}]”.")
