"""What stands in when a text cannot be rendered. Imports nothing heavy: the web process uses it."""

from html import escape

from .document import Document, Warning
from .excerpts import excerpt, reading_minutes


def plain_document(source: str, reason: str) -> Document:
    """The document of a text that cannot be rendered: the text itself, escaped, with a warning."""
    text = source.replace("\x00", "")
    return Document(
        html=f'<div class="prose"><pre class="plain">{escape(text, quote=False)}</pre></div>',
        text=text,
        excerpt=excerpt(text[:2_000]),
        minutes=reading_minutes(text, []),
        warnings=(Warning(0, reason),),
    )
