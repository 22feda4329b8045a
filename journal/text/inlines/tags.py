"""Tags of HTML within a line. One that is only named there is text: “a <div> is a block”."""

from journal.text.html_tags import FORMATTING
from journal.text.serializing import raw_html

from .context import Context
from .parts import Tag


def settled(parts: list, context: Context) -> list:
    """The parts with their tags as raw HTML, or as text.

    What nothing in the whole document closes is text if it is bare; with attributes it ends with the parts.
    """
    if not any(isinstance(part, Tag) for part in parts):
        return parts
    found: list = []
    endless: list[str] = []
    for part in parts:
        if not isinstance(part, Tag) or part.source.startswith("</") or part.name in context.closing_names:
            found.append(_raw(part, context))
        elif part.can_be_text:
            context.show_tag(part.name, part.line)
            found.append(part.source)
        else:
            found.append(_raw(part, context))
            if part.name in FORMATTING:
                endless.append(part.name)
    return found + [raw_html(f"</{name}>") for name in reversed(endless)]


def _raw(part: object, context: Context) -> object:
    return raw_html(context.raw.cleaned(part.source).html) if isinstance(part, Tag) else part
