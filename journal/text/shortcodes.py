"""What is written for another program: shortcodes of Hugo, tags of Jekyll."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .code_spans import without_code_spans

_SHORTCODE = re.compile(
    r"\{\{[<%][ ]*/?[ ]*(?P<hugo>[\w-]+)"
    r"|\{%-?[ ]*(?P<jekyll>include|include_relative|post_url|link|gist|youtube|figure|raw|highlight|endhighlight)\b"
)


class Shortcode(NamedTuple):
    line: int  # 1-based
    beginning: str  # as it is written


def shortcodes(prose: Iterable[tuple[int, str]]) -> Iterator[Shortcode]:
    """The first of each name among lines (0-based index, text): a text of another program may have hundreds."""
    seen = set()
    for index, line in prose:
        for match in _SHORTCODE.finditer(without_code_spans(line)):
            name = match["hugo"] or match["jekyll"]
            if name not in seen:
                seen.add(name)
                yield Shortcode(index + 1, match[0])
