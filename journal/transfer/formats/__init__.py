"""What a file says, and writing it back: bytes in, a Reading out, and the other way round. Nothing is ever run."""

import re
from types import ModuleType

from . import markdown, notebook, program, words
from .languages import language_of

MODULES: dict[str, ModuleType] = {"markdown": markdown, "notebook": notebook, "program": program, "words": words}

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")
_WORDS = (".rst", ".org", ".txt")
# Text files that tell a program something, and the papers of a repository.
_NO_NOTES = re.compile(
    r"(?:requirements|constraints|robots|humans|license|licence|copying|notice|authors|cmakelists|top_level|sources|stopwords"
    r"|manifest|runtime|packages|version|entry_points|dependency_links|security)\b.*\.txt|.*requirements\.txt",
    re.IGNORECASE,
)


def format_of(name: str) -> str | None:
    """ "markdown", "notebook", "words" or "program" by the name of a file; None when the journal does not read it."""
    lower = name.lower()
    if lower.endswith(_MARKDOWN):
        return "markdown"
    if lower.endswith(".ipynb"):
        return "notebook"
    if lower.endswith(_WORDS):
        return None if _NO_NOTES.fullmatch(name) else "words"
    return "program" if language_of(name) else None
