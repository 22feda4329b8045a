"""Which places a Markdown text has that a link can lead to."""

import re

from journal.text.blocks import Block
from journal.text.slugs import github_slug, slugify
from journal.transfer.formats.titles import plain_title

_ID = re.compile(r"""(?:\b(?:id|name)\s*=\s*["']?|\{:?\s*#)([^"'\s>}]+)""", re.IGNORECASE)


def anchors_in(document: Block) -> set[str]:
    """The fragments of a text, as GitHub and as the journal make them, without "#" and in lower case."""
    found = {"", "top"}
    counted: dict[str, int] = {}
    for block in document.walk():
        if block.kind == "heading":
            title = plain_title(" ".join(block.text.split()))
            slug = github_slug(title)
            number = counted.get(slug, 0)
            counted[slug] = number + 1
            found |= {slug if not number else f"{slug}-{number}", slugify(title), f"h-{slugify(title)}"}
        if block.kind not in ("fence", "code", "formula"):
            found.update(name.lower() for name in _ID.findall(block.text))
    return found
