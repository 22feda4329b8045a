"""A front matter that its own language refuses, as its author meant it: key by key.

`title: Django: the ORM` is no YAML, and a title all the same. Each key with what is indented below it is read by
itself; where even that is refused, the words behind the key count as they stand.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .plain_yaml import yaml_words

# What keeps a text from readers has to count even where its colon is missing.
_KEY = re.compile(r"(?P<name>[^\W\d][\w .-]{0,60}?)[ \t]*[:=](?=\s|$)(?P<value>.*)", re.DOTALL)
_SWITCH = re.compile(r"(?P<name>draft|private|publish|published)\b(?P<value>.*)", re.DOTALL | re.IGNORECASE)
_ITEM = re.compile(r"^[ \t]*-[ \t]+(.*?)[ \t]*$", re.MULTILINE)
_QUOTED = re.compile(r"""(["'])(.*)\1""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Loose:
    values: dict[str, Any]
    problems: tuple[str, ...]  # for people: which lines were taken as they stand


def loose_yaml(inner: str) -> Loose:
    return _loose(inner, _one_of_yaml)


def loose_toml(inner: str) -> Loose:
    table = re.search(r"^\[", inner, re.MULTILINE)
    return _loose(inner[: table.start()] if table else inner, _one_of_toml)


def _loose(inner: str, one: Callable[[str, str], Any]) -> Loose:
    values: dict[str, Any] = {}
    problems = []
    for line, chunk in _chunks(inner):
        key = _KEY.match(chunk) or _SWITCH.match(chunk)
        if key is None:
            problems.append(f"line {line} of the front matter says nothing that can be understood")
            continue
        name = key["name"].strip()
        try:
            values[name] = one(chunk, name)
        except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, TypeError, RecursionError):
            values[name] = _as_it_stands(key["value"])
            problems.append(f"line {line} of the front matter: “{name}” is taken as it stands there")
    return Loose(values, tuple(problems))


def _chunks(inner: str) -> Iterator[tuple[int, str]]:
    """(line in the file, text) of each key with the lines that belong to it. Comments belong to none."""
    chunk: list[str] = []
    start = 0
    for number, line in enumerate(inner.splitlines(), start=2):
        belongs = not line.strip() or line[0] in " \t-]}"
        if chunk and not belongs:
            yield start, "\n".join(chunk)
            chunk = []
        if line.strip() and not line.startswith("#"):
            start = start if chunk else number
            chunk.append(line.expandtabs(2))
    if chunk:
        yield start, "\n".join(chunk)


def _one_of_yaml(chunk: str, name: str) -> Any:
    values = yaml_words(chunk)
    if not isinstance(values, dict) or list(values) != [name]:
        raise ValueError
    return values[name]


def _one_of_toml(chunk: str, name: str) -> Any:
    return tomllib.loads(chunk)[name]


def _as_it_stands(value: str) -> Any:
    """A list where it looks like one, else words without the quotes around them."""
    if items := _ITEM.findall(value):
        return [_unquoted(item) for item in items]
    words = " ".join(value.split())
    if words.startswith("["):
        return [_unquoted(item.strip()) for item in words.strip("[]").split(",") if item.strip()]
    return _unquoted(words)


def _unquoted(words: str) -> str:
    quoted = _QUOTED.fullmatch(words)
    return quoted[2] if quoted else words
