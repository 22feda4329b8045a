"""References between entries: [[wikilinks]] such as [[entry#heading|label]], and relative links to Markdown files."""

import re
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from .document import Link
from .sanitize import prefixed
from .slugs import slugify

# Within a table the bar is escaped, which Python-Markdown has replaced by a place-holder by then.
_WIKI = r"!?\[\[([^\[\]|#\n\x02]{1,200})(?:#([^\[\]|\n\x02]{1,200}))?(?:(?:\||\x02124\x03)([^\[\]\n]{1,200}))?\]\]"
_ENTRY_ADDRESS = re.compile(r"(?:^|/)entries/([^/]+)/?$")
_MARKDOWN_FILE = re.compile(r"([^/]+)\.(?:md|markdown|ipynb)$", re.IGNORECASE)
_TOKENS = re.compile("\x02[^\x03]*\x03")  # Python-Markdown's own place-holders


def entry_slug(href: str) -> str | None:
    """The slug that a relative link refers to, or None when it is not about an entry.

    "../orm/querysets.md", "/entries/querysets/" and "entry:querysets" all mean "querysets".
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme == "entry":
        return slugify(unquote(parts.path))
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    match = _ENTRY_ADDRESS.search(path) or (None if path.startswith("/") else _MARKDOWN_FILE.search(path))
    return slugify(match[1]) if match else None


class WikiLinkProcessor(InlineProcessor):
    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        target = match[1].strip()
        label = (match[3] or _spoken(target)).strip()
        fragment = f"#{slugify(match[2])}" if match[2] else ""
        element = Element("a", {"href": f"entry:{slugify(target)}{fragment}", "data-kind": "wiki"})
        element.text = label
        return element, match.start(0), match.end(0)


def _spoken(target: str) -> str:
    """A slug without a label reads as words: [[two-sum]] says "two sum"."""
    return target.replace("-", " ") if target == slugify(target) else target


class LinkTreeprocessor(Treeprocessor):
    """Notes every reference to an entry, and marks what leads away from the site."""

    def run(self, root: Element) -> None:
        found: list[Link] = []
        for element in root.iter("a"):
            href = element.get("href") or ""
            kind = element.attrib.pop("data-kind", "markdown")
            slug = entry_slug(href)
            if slug is not None:
                fragment = urlsplit(href).fragment
                element.set("href", f"entry:{slug}" + (f"#{prefixed(fragment)}" if fragment else ""))
                label = _TOKENS.sub("", "".join(element.itertext()))
                found.append(Link(slug, label.strip()[:200] or slug, kind))
            elif href.lower().startswith(("http:", "https:", "//")):
                element.set("rel", "external noopener")
        self.md.entry_links = tuple(found)  # type: ignore[attr-defined]


def extend(md: Markdown) -> None:
    md.inlinePatterns.register(WikiLinkProcessor(_WIKI, md), "wikilink", 175)
    md.treeprocessors.register(LinkTreeprocessor(md), "entry_links", 8)
