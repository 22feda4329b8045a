"""YAML as plain values: no tags, and no aliases, a dozen of which can stand for a billion values."""

from typing import Any

import yaml


class BadFrontMatter(ValueError):
    """The block is there but is not a mapping of plain values. The message says what, `line` (1-based) where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class PlainLoader(yaml.SafeLoader):
    """Without aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


class TextLoader(PlainLoader):
    """Every scalar is the text that was written: 3.10 is no number, No no truth and 10:30 no 630 seconds."""


_NULL = "tag:yaml.org,2002:null"
TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
    for first, resolvers in PlainLoader.yaml_implicit_resolvers.items()
}


def plain_yaml(text: str) -> Any:
    """The values of a YAML text, without tags and aliases. Raises yaml.YAMLError, ValueError."""
    return yaml.load(text, Loader=PlainLoader)


def yaml_words(text: str) -> Any:
    """The same with every scalar as the text that was written; None for none. Raises as `plain_yaml` does."""
    return yaml.load(text, Loader=TextLoader)
