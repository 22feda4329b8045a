"""Notes in other markup: reStructuredText, Org and plain text, line by line as Markdown.

Headings, code, lists, links and emphasis are read; the rest stays words that wrap. The way back is for what did not
change: an edit here would have to be written in a markup that this module does not speak.
"""

import re
from collections.abc import Callable, Sequence

from .metadata import read_values
from .reading import Reading, Text, Unwritable, decode, split_lines, written
from .titles import find_title, span_of

_UNDERLINE = re.compile(r"^([=\-~^\"'`#*+:._])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"^(\s*)\.\. (?P<name>[\w-]+)::\s*(?P<rest>.*)$")
_CODE = ("code", "code-block", "sourcecode", "highlight", "doctest", "literalinclude", "parsed-literal")
_NOTES = ("note", "warning", "tip", "important", "hint", "caution", "danger", "seealso", "admonition")
_OPTION = re.compile(r"^\s+:[\w-]+:.*$")
_ROLE = re.compile(r":[\w:+-]+:`([^`<>]+?)(?:\s*<[^<>`]*>)?`")
_RST_LINK = re.compile(r"`([^`<>]+?)\s*<(https?:[^<>`\s]+)>`__?")
_STARS = re.compile(r"^(\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING)\s+)?(?:\[#[A-Z]\]\s+)?(.*?)(?:\s+:[\w:@]+:)?\s*$")
_BEGIN = re.compile(r"^(\s*)#\+begin_(src|example|quote|verse|center)\b\s*([\w+#-]*).*$", re.IGNORECASE)
_END = re.compile(r"^(\s*)#\+end_(src|example|quote|verse|center)\b.*$", re.IGNORECASE)
_KEYWORD = re.compile(r"^#\+([\w-]+):[ \t]*(.*?)\s*$")
_ORG_LINK = re.compile(r"\[\[(?:file:)?([^\[\]]+)\](?:\[([^\[\]]+)\])?\]")
_ORG_MARKS = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"**\1**"),
    (re.compile(r"(?<![\w/:])/(?=\S)([^/\n]+?)(?<=\S)/(?![\w/])"), r"*\1*"),
    (re.compile(r"(?<![\w=])=(?=\S)([^=\n]+?)(?<=\S)=(?![\w=])"), r"`\1`"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), r"`\1`"),
)
_FACTS = {"title": "title", "date": "date", "filetags": "tags", "description": "description", "draft": "draft"}


def read(data: bytes, name: str, encoding: str = "utf-8") -> Reading:
    """The Reading of a note. Raises Unreadable."""
    raw = split_lines(decode(data, encoding).removeprefix("\ufeff"))
    lines, facts = _LINES_OF.get(name.lower().rpartition(".")[2], _plain)([line.rstrip("\r\n") for line in raw])
    values = read_values(facts)
    start, end = written(lines)
    lines = lines[start:end]
    heading = find_title([line + "\n" for line in lines], name, values.title)
    title = values.title or (heading.words if heading else "")
    if heading and heading.is_alone:
        first, below = span_of(lines, heading)
        lines = lines[:first] + lines[below:]
    start, end = written(lines)
    return Reading(title, "\n".join(lines[start:end]), values, problems=values.problems)


def write(data: bytes, name: str, before: Text, after: Text, encoding: str = "utf-8") -> bytes:
    """The file as it is. Raises Unwritable for a text that was edited."""
    if after.body != before.body:
        raise Unwritable(f"the text of {name} was edited here; this journal reads its markup and does not write it")
    return data


def is_data(text: str) -> bool:
    """Whether a text file holds rows of values, and not words."""
    lines = [line for line in text.splitlines()[:500] if line.strip()]
    worded = [line for line in lines if len(re.findall(r"[^\W\d_]{2,}", line)) >= 2]
    return len(lines) > 3 and 3 * len(worded) < len(lines)


def _plain(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    return list(lines), {}


def _rst(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Underlined headings as such, by the order in which their marks come; directives as what they are."""
    found: list[str] = []
    marks: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position].expandtabs(4)
        below = lines[position + 1] if position + 1 < len(lines) else ""
        overline = _UNDERLINE.match(line)
        if overline and position + 2 < len(lines) and below.strip() and lines[position + 2].strip() == line.strip():
            found += ["", _heading(marks, overline[1] * 2, below.strip()), ""]
            position += 3
        elif line.strip() and not line.startswith((" ", "..")) and (under := _UNDERLINE.match(below)):
            found += [_heading(marks, under[1], line.strip()), ""]
            position += 2
        else:
            directive = _DIRECTIVE.match(line)
            if (directive and directive["name"] in _CODE) or (not directive and line.endswith("::")):
                position = _code(lines, position, found)
            else:
                found.append(_rst_line(line))
                position += 1
    return found, {}


def _heading(marks: list[str], mark: str, words: str) -> str:
    if mark not in marks:
        marks.append(mark)
    return f"{'#' * min(6, marks.index(mark) + 1)} {_rst_line(words)}"


def _code(lines: Sequence[str], position: int, found: list[str]) -> int:
    """A literal block as a fence; the index below it."""
    line = lines[position]
    match = _DIRECTIVE.match(line)
    indent = len(line) - len(line.lstrip())
    end = position + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    inside = [each for each in lines[position + 1 : end] if match is None or not _OPTION.match(each)]
    first, last = written(inside)
    if not match or match["name"] not in _CODE:
        words = line.removesuffix("::").rstrip()
        found += [_rst_line(words + ":") if words else ""]
    if first == last:
        return end
    margin = min(len(each) - len(each.lstrip()) for each in inside[first:last] if each.strip())
    language = match["rest"].strip() if match and match["name"] in _CODE else ""
    fence = "`" * max(3, max((len(run) for each in inside for run in re.findall(r"`+", each)), default=0) + 1)
    found += ["", f"{fence}{language}", *(each[margin:] for each in inside[first:last]), fence, ""]
    return end


def _rst_line(line: str) -> str:
    if match := _DIRECTIVE.match(line):
        if match["name"] in ("image", "figure"):
            return f"![{match['rest'].rpartition('/')[2]}]({match['rest']})"
        return (
            f"**{match['name'].capitalize()}:** {match['rest']}".rstrip() if match["name"] in _NOTES else match["rest"]
        )
    line = _ROLE.sub(r"`\1`", _RST_LINK.sub(r"[\1](\2)", line))
    return re.sub(r"^ {3,}(?=\S)", "", line)


def _org(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    found: list[str] = []
    facts: dict[str, str] = {}
    is_code = is_drawer = False
    for line in lines:
        begin, end, mark = _BEGIN.match(line), _END.match(line), line.strip().upper()
        if is_code:
            is_code = end is None
            found.append(line if end is None else f"{end[1]}```")
        elif begin:
            is_code = begin[2].lower() in ("src", "example")
            found.append(f"{begin[1]}```{begin[3]}" if is_code else "")
        elif keyword := _KEYWORD.match(line):
            if name := _FACTS.get(keyword[1].lower()):
                facts[name] = _org_value(name, keyword[2])
        elif is_drawer or mark == ":PROPERTIES:":
            is_drawer = mark != ":END:"
        else:
            found.append("" if end else _org_line(line))
    return found, facts


def _org_value(name: str, value: str) -> str:
    """ "<2024-05-06 Mon>", ":one:two:"."""
    bare = value.strip("<>[]")
    if name == "tags":
        return bare.replace(":", " ")
    return re.sub(r"(?<=\d) [A-Z][a-z]{1,2}\b", "", bare) if name == "date" else bare


def _org_line(line: str) -> str:
    stars = _STARS.match(line)
    words = stars[2] if stars else line
    words = _ORG_LINK.sub(lambda match: f"[{match[2] or match[1]}]({match[1].replace(' ', '%20')})", words)
    parts = re.split(r"(\[[^\[\]]*\]\([^()]*\))", words)
    for mark, markdown in _ORG_MARKS:
        parts = [part if part.startswith("[") and part.endswith(")") else mark.sub(markdown, part) for part in parts]
    words = "".join(parts)
    return f"{'#' * min(6, len(stars[1]))} {words}" if stars else words


_LINES_OF: dict[str, Callable[[Sequence[str]], tuple[list[str], dict[str, str]]]] = {"rst": _rst, "org": _org}
