"""The lines of a Markdown text as a tree of blocks: CommonMark 0.31.2, GitHub's tables and footnotes, and our own.

`parser` goes through the lines; `starts` knows how each kind of block begins; `nodes` are the blocks, and how they go
on. Strings in, dataclasses out: nothing here knows of HTML elements or of Python-Markdown.
"""

from .nodes import Block
from .parser import Parsed, parse

__all__ = ["Block", "Parsed", "parse"]
