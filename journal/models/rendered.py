"""From a rendered text to the HTML that is stored: symbolic addresses become real ones."""

import re
import unicodedata
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db.models import Q

from journal.models.urls import entry_address
from journal.text.addresses import fill_addresses
from journal.text.document import PIPELINE_VERSION

from .errors import UnacceptableText

BODY_LIMIT = 300_000  # characters of an entry; more is a book, not an entry
STALE = Q(pipeline_version__lt=PIPELINE_VERSION)  # the entries, topics and pages that an older text pipeline rendered


def with_addresses(html: str, snippets: Mapping[int, str] | None = None) -> str:
    """The HTML with the addresses of entries and, by their position in the text, those of `snippets`."""
    known = {str(position): address for position, address in (snippets or {}).items()}

    def resolve(noun: str, name: str) -> str:
        if noun == "entry" and name:
            return entry_address(name)
        return known.get(name, "#") if noun == "snippet" else "#"

    return fill_addresses(html, resolve)


def something_to_see(text: str) -> None:
    """Validates what names a thing. Raises ValidationError for nothing but spaces and control characters."""
    if not is_visible(text):
        raise ValidationError("There has to be something to see.")


_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def with_overrides_shown(name: str) -> str:
    """A name in which the signs that turn the direction of text are to be seen; else they could hide its end."""
    return _OVERRIDES.sub(lambda match: f"[U+{ord(match[0]):04X}]", name)


def is_visible(text: str) -> bool:
    """Whether it has more than spaces and control characters."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


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
