"""The languages of source files, by their names."""

from functools import cache

_OTHERWISE = {"splus": "r"}
# Pygments knows them, but they are data or settings, not something that was written to be read.
_DATA = {"text", "json", "jsonld", "json5", "yaml", "toml", "ini", "xml", "properties", "diff", "po", "output", "csv"}


def language_of(name: str) -> str:
    """The language of a source file by its name, as Pygments calls it; empty for what is no program."""
    stem, dot, suffix = name.rpartition(".")
    return _language_of(f"x.{suffix}", suffix.lower()) if dot and stem else _language_of(name, "")


@cache
def _language_of(example: str, suffix: str) -> str:
    """What most people mean by the suffix: the lexer that is named like it, else the one that Pygments prefers."""
    from fnmatch import fnmatch

    from pygments.lexers import find_lexer_class_for_filename
    from pygments.lexers._mapping import LEXERS

    matching = []
    for _, _, aliases, patterns, _ in LEXERS.values():
        if any(fnmatch(example, pattern) for pattern in patterns):
            matching.append(aliases)
    named = next((aliases for aliases in matching if suffix in aliases), None)
    if named is None:
        lexer = find_lexer_class_for_filename(example)
        named = tuple(lexer.aliases) if lexer else ()
    language = _OTHERWISE.get(named[0], named[0]) if named else ""
    return "" if language in _DATA else language
