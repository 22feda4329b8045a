"""Editing a front matter in place: the lines of one key change, and no other character."""

import json
import re
import tomllib
from typing import Any

import yaml

from .plain_yaml import BadFrontMatter, PlainLoader
from .spans import indent_at, members, whole

_ESCAPED_CHARACTER = re.compile(r"\\\\|\\U(?P<code>0001[0-9A-F]{4})")


def edit_yaml(inner: str, key: str, value: Any, newline: str) -> str:
    """YAML with a key set to a value, or taken out where that is None; all else as it stands. Raises BadFrontMatter."""
    try:
        node = yaml.compose(inner, Loader=PlainLoader)
    except yaml.YAMLError:
        return _edit_line(inner, key, value, newline)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = next(((name, held) for name, held in reversed(pairs) if name.value == key), None)
    if found is None:
        indent = " " * pairs[0][0].start_mark.column if pairs else ""
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


def _edit_line(inner: str, key: str, value: Any, newline: str) -> str:
    """The same where the whole is no YAML: a key that stands on one line. Raises BadFrontMatter."""
    lines = re.findall(rf"^{re.escape(key)}[ \t]*:.*(?:\r?\n|\Z)(?![ \t-])", inner, re.MULTILINE)
    if len(lines) != 1 or isinstance(value, list):
        raise BadFrontMatter(f"“{key}” cannot be edited in place.")
    return inner.replace(lines[0], "" if value is None else f"{key}: {_scalar(value)}{newline}")


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


def edit_toml(inner: str, key: str, value: Any, newline: str) -> str:
    """TOML with a key set to a value, or taken out where that is None; all else as it stands. Raises BadFrontMatter."""
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


def edit_json(inner: str, key: str, value: Any, newline: str) -> str:
    """JSON with a key set to a value; all else as it stands."""
    plain = value.isoformat() if hasattr(value, "isoformat") else value
    written = json.dumps(plain, ensure_ascii=False)
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
