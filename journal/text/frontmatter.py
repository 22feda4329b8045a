"""YAML front matter: the block between two lines of "---" at the beginning of a text."""

import re
from typing import Any

import yaml

MAX_LENGTH = 20_000  # characters

_BLOCK = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


class BadFrontMatter(ValueError):
    """The block is there but is not a mapping of plain values. The message says where."""


class _Loader(yaml.SafeLoader):
    """Without aliases, a dozen of which can stand for a billion values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The front matter and the text below it; ({}, source) when there is none. Raises BadFrontMatter."""
    match = _BLOCK.match(source)
    if match is None:
        return {}, source
    if len(match[1]) > MAX_LENGTH:
        raise BadFrontMatter(f"The front matter has more than {MAX_LENGTH:,} characters.")
    try:
        values = yaml.load(match[1], Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadFrontMatter(f"The front matter is not valid YAML: {error}") from None
    if not isinstance(values, dict | None):
        raise BadFrontMatter("The front matter is not a mapping.")
    return values or {}, source[match.end() :]
