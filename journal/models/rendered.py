"""From a rendered text to the HTML that is stored: symbolic addresses become real ones."""

from collections.abc import Mapping

from django.urls import reverse

from journal.text.addresses import fill_addresses

from .errors import UnacceptableText

BODY_LIMIT = 300_000  # characters of an entry; more is a book, not an entry


def with_addresses(html: str, snippet_ids: Mapping[int, int] | None = None) -> str:
    """The HTML with the addresses of entries and, by their position in the text, of snippets."""
    snippets = {str(position): pk for position, pk in (snippet_ids or {}).items()}

    def resolve(noun: str, name: str) -> str:
        if noun == "entry" and name:
            return reverse("entry-detail", args=[name])
        if noun == "snippet" and name in snippets:
            return reverse("snippet-detail", args=[snippets[name]])
        return "#"

    return fill_addresses(html, resolve)


def acceptable_text(text: str, limit: int = BODY_LIMIT) -> str:
    """The text, if the journal can keep every character of it. Raises UnacceptableText."""
    if len(text) > limit:
        raise UnacceptableText(f"This text has {len(text):,} characters; at most {limit:,} fit.")
    if "\x00" in text:
        raise UnacceptableText("This text holds a NUL character, which no text should.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnacceptableText("This text holds half a character (a lone surrogate).") from None
    return text
