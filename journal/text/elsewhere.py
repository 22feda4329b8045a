"""Pictures from elsewhere, which readers do not see, as nothing is fetched from other sites: each is a link."""

import re
from urllib.parse import unquote

_PARTS = re.compile(r"<a\b[^>]*>|</a>|<img\b[^>]*>")
_SOURCE = re.compile(r'\ssrc="((?:https?:)?//[^"]*)"', re.IGNORECASE)
_WORDS = re.compile(r'\salt="([^"]*)"')


def pictures_as_links(html: str) -> str:
    """Sanitised HTML with a link in the place of each picture from elsewhere; within a link, with its words alone."""
    is_in_link = False

    def replace(match: re.Match[str]) -> str:
        nonlocal is_in_link
        part = match[0]
        if not part.startswith("<img"):
            is_in_link = part != "</a>"
            return part
        source = _SOURCE.search(part)
        if source is None:
            return part
        words = _words(part, source[1])
        return words if is_in_link else f'<a href="{source[1]}" rel="external noopener">{words}</a>'

    return _PARTS.sub(replace, html) if "<img" in html else html


def _words(image: str, source: str) -> str:
    """The description, else the name of the file; both are escaped already."""
    described = _WORDS.search(image)
    if described and described[1].strip():
        return described[1].strip()
    host, _, path = re.split(r"[?#]", source.partition("//")[2])[0].partition("/")
    name = unquote(path.rpartition("/")[2])
    return name if re.fullmatch(r"[\w .()-]+", name) else host
