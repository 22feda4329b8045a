"""Where a Markdown text refers to something else, and putting other targets in their place.

Only targets change: a text keeps its number of lines. What stands in code stays as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from .blocks import Block, parse
from .slugs import slugify

# A target between parentheses: in angle brackets, a template's own expression, or plain with
# parentheses that match. The bounds keep a line of a million brackets linear.
_TARGET = (
    r"<[^<>\n]{0,2000}>|\{\{[^{}\n]{0,300}\}\}[^\s()]{0,300}|\{%[^\n]{0,300}?%\}"
    r"|(?:[^\s()<>]|\([^()\s]{0,200}\)|[ ](?=[^\"'()\s])){0,2000}"
)
_REFERENCE = re.compile(
    rf"""
    (?P<code>(?<!`)(?P<ticks>`{{1,20}})(?!`)[^\n]{{1,2000}}?(?<!`)(?P=ticks)(?!`))
    | (?P<escaped>\\.)
    | (?P<bang>!?)\[\[(?P<wiki>[^\[\]|\#\\\n]{{1,200}})(?P<fragment>\#[^\[\]|\\\n]{{0,200}})?
        (?:\\?\|(?P<label>[^\[\]\n]{{0,200}}))?\]\]
    | \]\([ \t]{{0,9}}(?P<inline>{_TARGET})(?=[ \t]{{0,9}}(?:\)|[ \t]["'(]))
    | ^[ ]{{0,3}}\[(?!\^)[^\]\n]{{1,200}}\]:[ \t]{{0,9}}(?P<definition><[^<>\n]{{0,2000}}>|[^\s<>]{{1,2000}})
    | <(?:img|a|source)\b[^<>\n]{{0,300}}?\b(?:src|href)=(?P<quote>["'])(?P<html>[^"'\n]{{0,2000}})(?P=quote)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FORMS = ("inline", "definition", "html", "wiki")
_ENTRY_ADDRESS = re.compile(r"(?:^|/)entries/([^/]+)/?$")
_MARKDOWN_FILE = re.compile(r"([^/]+)\.(?:md|markdown|ipynb)$", re.IGNORECASE)

_LAST_NAME = re.compile(r"[^/:]+?(?=(?:\.(?:md|markdown|ipynb))?/?$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference. `target` is without angle brackets; a wikilink's is without its fragment."""

    form: str  # "inline", "definition", "html", "wiki", or "embed" for ![[…]]
    target: str
    line: int  # 1-based
    label: str = ""  # of a wikilink
    fragment: str = ""  # of a wikilink, with "#"
    is_picture: bool = False  # whether it shows what it leads to; said of addresses elsewhere only


Replace = Callable[[Reference], str | None]


def rewrite_references(text: str, replace: Replace) -> str:
    """The text with the target of each reference replaced by ``replace(reference)``; None leaves it."""
    lines = text.split("\n")
    for index in prose_lines(parse(text).document, len(lines)):
        if any(mark in lines[index] for mark in ("](", "[[", "]:", "=")):
            lines[index] = _rewrite_line(lines[index], index + 1, replace)
    return "\n".join(lines)


def references(text: str) -> list[Reference]:
    found: list[Reference] = []
    rewrite_references(text, lambda reference: found.append(reference))  # type: ignore[func-returns-value]
    return found


def entry_slug(href: str) -> str | None:
    """The slug that a relative link refers to, or None when it is not about an entry.

    "../orm/querysets.md", "/entries/querysets/" and "entry:querysets" all mean "querysets".
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme == "entry":
        return slugify(unquote(parts.path))
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    match = _ENTRY_ADDRESS.search(path) or (None if path.startswith("/") else _MARKDOWN_FILE.search(path))
    return slugify(match[1]) if match else None


def renamed(text: str, former: str, slug: str, *, with_files: bool = True) -> str:
    """The text with each reference to the entry `former` made one to `slug`; without `with_files`, not those to files.

    What readers see of a link stays, unless it was the former slug itself.
    """

    def replace(reference: Reference) -> str | None:
        target = reference.target
        if reference.form in ("wiki", "embed"):
            return slug if slugify(target) == former else None
        if entry_slug(target) != former or (_MARKDOWN_FILE.search(target.partition("#")[0]) and not with_files):
            return None
        path, mark, fragment = target.partition("#")
        name = _LAST_NAME.search(path)
        return f"{path[: name.start()]}{slug}{path[name.end() :]}{mark}{fragment}" if name else None

    return rewrite_references(text, replace).replace(f"[[{slug}|{former}]]", f"[[{slug}]]")


def linked_slugs(text: str) -> list[tuple[int, str]]:
    """The line (1-based) and the slug of each reference to an entry, wherever in the Markdown it stands."""
    found = []
    for reference in references(text):
        is_wiki = reference.form in ("wiki", "embed")
        slug = slugify(reference.target) if is_wiki else entry_slug(reference.target)
        if slug:
            found.append((reference.line, slug))
    return found


def prose_lines(document: Block, count: int) -> list[int]:
    """Which of the `count` lines of a text are not code."""
    code: set[int] = set()
    for block in document.walk():
        if block.kind in ("fence", "code", "formula"):
            code.update(range(block.start, block.end))
    return [index for index in range(count) if index not in code]


def _rewrite_line(line: str, number: int, replace: Replace) -> str:
    def replaced(match: re.Match[str]) -> str:
        form = next((form for form in _FORMS if match[form]), None)
        if form is None:
            return match[0]
        if form == "wiki":
            return _wikilink(match, number, replace)
        target = match[form]
        bare = target[1:-1] if target.startswith("<") else target
        new = replace(Reference(form, bare, number, is_picture=_is_picture(match, form, bare)))
        if new is None:
            return match[0]
        start, end = (place - match.start() for place in match.span(form))
        return match[0][:start] + _target(new, form) + match[0][end:]

    return _REFERENCE.sub(replaced, line)


def _wikilink(match: re.Match[str], number: int, replace: Replace) -> str:
    form = "embed" if match["bang"] else "wiki"
    target, fragment = match["wiki"].strip(), match["fragment"] or ""
    new = replace(Reference(form, target, number, match["label"] or "", fragment))
    if new is None:
        return match[0]
    if new.startswith("/"):
        # ![[picture.png|300]]: what stands after the bar of an image is its width
        label = match["label"] or ""
        alternative = target.rpartition("/")[2].rpartition(".")[0] if not label or label.isdigit() else label
        return f"{match['bang']}[{alternative}]({new})"
    label = match["label"] or target
    within_table = "\\" if "\\|" in match[0] else ""
    bar = "" if label == new else f"{within_table}|{label}"
    return f"{match['bang']}[[{new}{fragment}{bar}]]"


def _is_picture(match: re.Match[str], form: str, target: str) -> bool:
    if form == "html":
        return match[0][1:4].lower() == "img"
    if form != "inline" or not target.startswith(("http:", "https:", "//")):
        return False
    depth = 0
    for index in range(match.start() - 1, max(-1, match.start() - 1_000), -1):
        if match.string[index] == "]":
            depth += 1
        elif match.string[index] == "[":
            if not depth:
                return match.string[index - 1 : index] == "!"
            depth -= 1
    return False


def _target(new: str, form: str) -> str:
    needs_brackets = form in ("inline", "definition") and re.search(r"[\s()<>]", new)
    return f"<{new}>" if needs_brackets else new
