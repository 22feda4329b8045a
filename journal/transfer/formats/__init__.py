"""What a file says, and writing it back: bytes in, a Reading out, and the other way round. Nothing is ever run."""

from functools import cache
from types import ModuleType

from . import markdown, notebook, program

MODULES: dict[str, ModuleType] = {"markdown": markdown, "notebook": notebook, "program": program}

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
_OTHERWISE = {"splus": "r"}
# Pygments knows them, but they are data or settings, not something that was written to be read.
_DATA = {"text", "json", "jsonld", "json5", "yaml", "toml", "ini", "xml", "properties", "diff", "po", "output", "csv"}


def format_of(name: str) -> str | None:
    """ "markdown", "notebook" or "program" by the name of a file; None when the journal does not read it."""
    lower = name.lower()
    if lower.endswith(_MARKDOWN):
        return "markdown"
    if lower.endswith(".ipynb"):
        return "notebook"
    return "program" if language_of(name) else None


@cache
def _language_of(example: str, suffix: str) -> str:
    """What most people mean by the suffix: the lexer that is named like it, else the one that Pygments prefers."""
    from fnmatch import fnmatch

    from pygments.lexers import find_lexer_class_for_filename
    from pygments.lexers._mapping import LEXERS

    matching = [
        aliases for _, _, aliases, patterns, _ in LEXERS.values() if any(fnmatch(example, name) for name in patterns)
    ]
    named = next((aliases for aliases in matching if suffix in aliases), None)
    if named is None:
        lexer = find_lexer_class_for_filename(example)
        named = tuple(lexer.aliases) if lexer else ()
    language = _OTHERWISE.get(named[0], named[0]) if named else ""
    return "" if language in _DATA else language


def language_of(name: str) -> str:
    """The language of a source file by its name, as Pygments calls it; empty for what is no program."""
    stem, dot, suffix = name.rpartition(".")
    return _language_of(f"x.{suffix}", suffix.lower()) if dot and stem else _language_of(name, "")
