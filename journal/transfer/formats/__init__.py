"""What a file says, and writing it back: bytes in, a Reading out, and the other way round. Nothing is ever run."""

from types import ModuleType

from . import markdown, notebook, program
from .languages import language_of

MODULES: dict[str, ModuleType] = {"markdown": markdown, "notebook": notebook, "program": program}

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")


def format_of(name: str) -> str | None:
    """ "markdown", "notebook" or "program" by the name of a file; None when the journal does not read it."""
    lower = name.lower()
    if lower.endswith(_MARKDOWN):
        return "markdown"
    if lower.endswith(".ipynb"):
        return "notebook"
    return "program" if language_of(name) else None
