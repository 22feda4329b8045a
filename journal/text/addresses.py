"""Stored HTML gets its addresses: `entry:slug` and `snippet:N` become real ones."""

import re
from collections.abc import Callable, Collection

# A whole start tag of <a>, quoted attribute values included, so that neither a code
# sample that shows such a link nor a title that contains ">" is taken for one.
_ANCHOR = re.compile(r'<a((?: [\w-]+="[^"]*")*?) href="(entry|snippet):([^"#]*)')


def fill_addresses(html: str, resolve: Callable[[str, str], str]) -> str:
    """Replace each symbolic address by ``resolve(noun, name)`` in sanitised `html`."""
    return _ANCHOR.sub(lambda match: f'<a{match[1]} href="{resolve(match[2], match[3])}', html)


_LOCAL = re.compile(r'(<(?:a|img)(?: [\w-]+="[^"]*")*? (?:href|src)=")(/(?!/)|#)')


def absolute_addresses(html: str, origin: str, page: str) -> str:
    """Sanitised `html` as it can be read elsewhere: addresses within the site begin with its `origin`, those
    within the page with the address of the `page`."""
    return _LOCAL.sub(lambda match: match[1] + (f"{page}#" if match[2] == "#" else f"{origin}/"), html)


_LINK = re.compile(r'(<a(?: [\w-]+="[^"]*")*?) href="([^"#]*)(?:#[^"]*)?"')
_NOWHERE = ' class="missing" role="link" aria-disabled="true" title="Nothing is there yet"'


def without_addresses(html: str, missing: Collection[str]) -> str:
    """Sanitised `html` whose links to what is `missing` lead nowhere, and look so."""
    return _LINK.sub(lambda match: match[1] + _NOWHERE if match[2] in missing else match[0], html)
