"""Front matter: YAML between two lines of "---" at the beginning of a text, TOML between "+++", or an object of JSON.

Reading gives plain values. Editing changes the lines of one key and no other character.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .spans import indent_at, members, whole

MAX_LENGTH = 20_000  # characters

_BLOCK = re.compile(
    r"\A(\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n)(?P<inner>.*?)(^(?P=fence)[ \t]*(?:\r?\n|\Z))",
    re.DOTALL | re.MULTILINE,
)
# Hugo's JSON: an object that says one of these, and then the end of a line.
_NAMES = {
    *("title", "date", "draft", "slug", "tags", "categories", "description", "publishdate", "type", "url", "layout"),
    *("published", "publish", "private", "status", "visibility", "author", "weight", "aliases", "summary", "lastmod"),
}
_JSON_START = re.compile(rf"""\{{\s*"(?:{"|".join(sorted(_NAMES))})"\s*:""", re.IGNORECASE)
_DOTTED = re.compile(r"\A(\ufeff?---[ \t]*\r?\n)(?P<inner>.*?)(^\.\.\.[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_ESCAPED_CHARACTER = re.compile(r"\\\\|\\U(?P<code>0001[0-9A-F]{4})")
_RULE = re.compile(r"[ \t]*\r?\n[ \t]*\S")  # an empty line, then words: "---" was a rule across the page


class BadFrontMatter(ValueError):
    """The block is there but is not a mapping of plain values. The message says what, `line` (1-based) where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class _Loader(yaml.SafeLoader):
    """Without aliases, a dozen of which can stand for a billion values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text in its parts: `opening` + `inner` + `closing` is the block, `text` what is below it."""

    values: dict[str, Any]
    opening: str = ""
    inner: str = ""
    closing: str = ""
    text: str = ""

    @property
    def block(self) -> str:
        return self.opening + self.inner + self.closing

    def edited(self, changes: Mapping[str, Any]) -> str:
        """The block with these values, a value of None taken out. Raises BadFrontMatter where that is not possible."""
        newline = "\r\n" if (self.opening or self.closing).endswith("\r\n") else "\n"
        edit = _edit_json if not self.opening else _edit_toml if "+++" in self.opening else _edit_yaml
        inner = self.inner
        for key, value in changes.items():
            inner = edit(inner, key, value, newline)
        block = self.opening + inner + self.closing
        wanted = {key: value for key, value in {**self.values, **changes}.items() if value is not None}
        if _comparable(read_front_matter(block).values) != _comparable(wanted):
            raise BadFrontMatter(f"{', '.join(changes)}: written in a way that only a person can edit.")
        return block


def read_front_matter(source: str) -> FrontMatter:
    """The front matter of a text; empty when there is none. Raises BadFrontMatter."""
    if source.startswith("{") and (found := _read_json(source)):
        return found
    if dotted := _read_dotted(source):
        return dotted
    match = _BLOCK.match(source)
    if match is None or (_RULE.match(match["inner"]) and not _is_stated(match["inner"], match["fence"])):
        return FrontMatter({}, text=source)
    inner = match["inner"]
    if len(inner) > MAX_LENGTH:
        raise BadFrontMatter(f"The front matter has more than {MAX_LENGTH:,} characters.")
    values = _toml(inner) if match["fence"] == "+++" else _yaml(inner)
    return FrontMatter(values, match[1], inner, match[4], source[match.end() :])


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The front matter's values and the text below it; ({}, source) when there is none. Raises BadFrontMatter."""
    front = read_front_matter(source)
    return front.values, front.text


def plain_yaml(text: str) -> Any:
    """What a YAML text says, without tags and aliases. Raises yaml.YAMLError, ValueError."""
    return yaml.load(text, Loader=_Loader)


def _yaml(inner: str) -> dict[str, Any]:
    try:
        values = plain_yaml(inner)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise BadFrontMatter(f"The front matter is not valid YAML: {error.problem}", line) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise BadFrontMatter(f"The front matter is not valid YAML: {_first_line(error)}") from None
    if not isinstance(values, dict | None):
        raise BadFrontMatter("The front matter is not a mapping.")
    return values or {}


def _toml(inner: str) -> dict[str, Any]:
    try:
        return tomllib.loads(inner.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadFrontMatter(f"The front matter is not valid TOML: {_first_line(error)}") from None


def _is_stated(inner: str, fence: str) -> bool:
    """Whether what stands below a blank line between two rules is a front matter after all."""
    try:
        values = _toml(inner) if fence == "+++" else _yaml(inner)
    except BadFrontMatter:
        return fence == "+++"
    return _has_a_name(values)


def _has_a_name(values: Mapping[str, Any]) -> bool:
    return any(str(name).lower() in _NAMES for name in values)


def _read_dotted(source: str) -> FrontMatter | None:
    """YAML may end in three dots, as a text may hold them below a rule."""
    match = _DOTTED.match(source[: MAX_LENGTH + 100])
    if match is None or re.search(r"^---[ \t]*\r?$", match["inner"], re.MULTILINE):
        return None
    try:
        values = _yaml(match["inner"])
    except BadFrontMatter:
        return None
    if not _has_a_name(values):
        return None
    return FrontMatter(values, match[1], match["inner"], match[3], source[match.end() :])


def _read_json(source: str) -> FrontMatter | None:
    """A value of null says nothing. Raises BadFrontMatter where a front matter was meant that cannot be read."""
    try:
        values, end = json.JSONDecoder().raw_decode(source)
    except (ValueError, RecursionError) as error:
        if _JSON_START.match(source):
            raise BadFrontMatter(f"The front matter is not valid JSON: {_first_line(error)}") from None
        return None  # the text begins with a brace
    ending = _LINE_END.match(source, end)
    if ending is None or not isinstance(values, dict) or not _has_a_name(values):
        return None
    if end > MAX_LENGTH:
        raise BadFrontMatter(f"The front matter has more than {MAX_LENGTH:,} characters.")
    stated = {name: value for name, value in values.items() if value is not None}
    return FrontMatter(stated, "", source[:end], ending[0], source[ending.end() :])


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]


def _edit_yaml(inner: str, key: str, value: Any, newline: str) -> str:
    try:
        node = yaml.compose(inner, Loader=_Loader)
    except yaml.YAMLError:
        raise BadFrontMatter(f"“{key}” cannot be edited in place.") from None
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = next(((name, held) for name, held in reversed(pairs) if name.value == key), None)
    if found is None:
        indent = " " * node.start_mark.column if pairs else ""
        return inner if value is None else f"{_ended(inner, newline)}{indent}{key}: {_scalar(value)}{newline}"
    name, held = found
    start, end = held.start_mark.index, held.end_mark.index
    if value is None:
        return inner[: name.start_mark.index] + inner[_line_end(inner, end) :]
    if isinstance(held, yaml.SequenceNode) and isinstance(value, list):
        return _edit_sequence(inner, held, value, newline)
    old, start = inner[start:end], max(start, name.end_mark.index + 1)
    tail = old[len(old.rstrip()) :] if isinstance(held, yaml.ScalarNode) and held.style in ("|", ">") else ""
    style = held.style if isinstance(held, yaml.ScalarNode) and held.style in ('"', "'") else None
    space = "" if inner[start - 1 : start].isspace() else " "
    return inner[:start] + space + _scalar(value, style) + tail + inner[end:]


def _edit_sequence(inner: str, held: Any, wanted: list[Any], newline: str) -> str:
    """Items that stay keep their own spelling; a list in lines stays a list in lines, comments and all."""
    start, end = held.start_mark.index, held.end_mark.index
    if held.flow_style:
        spelled = {_bare(item): inner[item.start_mark.index : item.end_mark.index].rstrip() for item in held.value}
        items = [spelled.get(str(item)) or _scalar(item) for item in wanted]
        return f"{inner[:start]}[{', '.join(items)}]{inner[end:]}"
    end = min(end, _line_end(inner, held.value[-1].end_mark.index))  # comments below are not the list's
    if not wanted:
        return f"{inner[:start].rstrip()} []{newline}{inner[end:]}"
    dashes = [inner.rindex("-", 0, item.start_mark.index) for item in held.value]
    lines = [inner[dash:stop] for dash, stop in zip(dashes, [*dashes[1:], end], strict=True)]
    indent = " " * held.start_mark.column
    known = {_bare(item): line.rstrip(" ") for item, line in zip(held.value, lines, strict=True)}
    items = [known.get(str(item), f"- {_scalar(item)}{newline}") for item in wanted]
    items = [item if item.endswith("\n") else item + newline for item in items]
    return inner[:start] + indent.join(items) + inner[end:]


def _bare(item: Any) -> str:
    """A tag as the journal keeps it: Obsidian may write it with its mark."""
    return str(getattr(item, "value", "")).lstrip("#")


def _comparable(values: Any) -> Any:
    """Values apart from how they are spelled: dates as text, tags without their mark."""
    if isinstance(values, dict):
        return {str(name): _comparable(value) for name, value in values.items()}
    if isinstance(values, list):
        return [_comparable(value) for value in values]
    if hasattr(values, "isoformat"):
        return values.isoformat()
    return values.lstrip("#") if isinstance(values, str) else values


def _edit_toml(inner: str, key: str, value: Any, newline: str) -> str:
    line = re.compile(rf"^({re.escape(key)}[ \t]*=[ \t]*)(?P<value>[^\r\n]*)(\r?\n|\Z)", re.MULTILINE)
    table = re.search(r"^\[", inner, re.MULTILINE)
    head, tables = (inner[: table.start()], inner[table.start() :]) if table else (inner, "")
    found = line.search(head)
    if found is None:
        if tomllib.loads(inner.replace("\r\n", "\n")).get(key) is not None:
            raise BadFrontMatter(f"“{key}” stands in several lines of TOML, which only a person can edit.")
        return inner if value is None else f"{_ended(head, newline)}{key} = {_toml_value(value)}{newline}{tables}"
    try:
        tomllib.loads(found[0])
    except tomllib.TOMLDecodeError:
        raise BadFrontMatter(f"“{key}” stands in several lines of TOML, which only a person can edit.") from None
    comment = _toml_comment(found[1], found["value"])
    new = "" if value is None else f"{found[1]}{_toml_value(value)}{comment}{found[3]}"
    return head[: found.start()] + new + head[found.end() :] + tables


def _edit_json(inner: str, key: str, value: Any, newline: str) -> str:
    written = json.dumps(value.isoformat() if hasattr(value, "isoformat") else value, ensure_ascii=False)
    found = members(inner, whole(inner))
    if key in found:
        start, end = found[key]
        return inner[:start] + written + inner[end:]
    if value is None:
        return inner
    last = max(end for _, end in found.values())
    first = inner.index('"')
    indent = indent_at(inner, first)
    between = "" if indent is None else newline + indent
    return f"{inner[:last]},{between or ' '}{json.dumps(key)}: {written}{inner[last:]}"


def _toml_comment(opening: str, value: str) -> str:
    """What stands behind a value on its line, with the white space before it."""
    for match in re.finditer(r"[ \t]*#", value):
        try:
            tomllib.loads(opening + value[: match.start()])
        except tomllib.TOMLDecodeError:
            continue
        return value[match.start() :]
    return ""


def _scalar(value: Any, style: str | None = None) -> str:
    """A value on one line of YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if style and hasattr(value, "isoformat"):
        value = value.isoformat()
    if isinstance(value, str) and not value.isprintable():
        style = '"'
    dumped = yaml.safe_dump(value, default_flow_style=True, default_style=style, allow_unicode=True, width=1e9)
    dumped = _ESCAPED_CHARACTER.sub(_character, dumped)
    return dumped.removesuffix("\n").removesuffix("\n...").strip()


def _character(match: re.Match[str]) -> str:
    """A character that YAML can hold as it is: the library escapes emoji between quotes."""
    return match[0] if match["code"] is None else chr(int(match["code"], 16))


def _toml_value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml_value(item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return '"' + "".join(_TOML_ESCAPES.get(character, character) for character in str(value)) + '"'


_TOML_ESCAPES = {'"': '\\"', "\\": "\\\\"} | {
    chr(code): f"\\u{code:04x}" for code in (*range(0x20), *range(0x7F, 0xA0))
}


def _ended(inner: str, newline: str) -> str:
    return inner if not inner or inner.endswith("\n") else inner + newline


def _line_end(inner: str, position: int) -> int:
    if position and inner[position - 1] == "\n":
        return position
    found = inner.find("\n", position)
    return len(inner) if found < 0 else found + 1
