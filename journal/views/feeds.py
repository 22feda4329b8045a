"""Following the journal: Atom and JSON Feed, of everything or of what a list's filters choose."""

import re
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from journal.database.viewer import VISITOR
from journal.forms.filters import FILTERS, EntryFilter
from journal.http.context import origin_of
from journal.http.parameters import reads
from journal.models.urls import entry_address
from journal.reads.feed import Item, newest
from journal.reads.topics import all_topics
from journal.text.addresses import absolute_addresses

# Characters that no XML document may hold, however they are written.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@reads(*FILTERS)
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The newest entries as an Atom feed, with their whole texts."""
    feed = Feed.of(request)
    document = _FullAtom(
        feed.title,
        feed.home,
        settings.SITE_TAGLINE,
        feed_url=feed.address,
        language=settings.LANGUAGE_CODE,
    )
    for item in feed.items:
        document.add_item(
            _xml(item.title),
            feed.address_of(item),
            _xml(item.summary or item.excerpt),
            author_name=_xml(item.author or settings.SITE_NAME),
            pubdate=item.published_at,
            updateddate=item.changed_at,
            unique_id=_identifier(item.created_at.isoformat(), item.pk),
            categories=[item.topic, item.kind],
            content=_xml(feed.html_of(item)),
        )
    return HttpResponse(document.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@reads(*FILTERS)
@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/"""
    feed = Feed.of(request)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": settings.SITE_TAGLINE,
        "language": settings.LANGUAGE_CODE,
        "items": [
            {
                "id": _identifier(item.created_at.isoformat(), item.pk),
                "url": feed.address_of(item),
                "title": item.title,
                "summary": item.summary or item.excerpt,
                "content_html": feed.html_of(item),
                "date_published": item.published_at.isoformat(),
                "date_modified": item.changed_at.isoformat(),
                "authors": [{"name": item.author or settings.SITE_NAME}],
                "tags": [item.topic, item.kind],
            }
            for item in feed.items
        ],
    }
    return JsonResponse(document, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


@reads()
@require_safe
def opml(request: HttpRequest) -> HttpResponse:
    """OPML 2.0: the feed of everything and that of each topic, for a reader of feeds to take in at once."""
    feeds = [(settings.SITE_NAME, "")] + [(topic.title, f"?topic={quote(topic.slug)}") for topic in all_topics()]
    address, home = origin_of(request) + reverse("feed-atom"), origin_of(request) + reverse("entry-list")
    document = Element("opml", version="2.0")
    SubElement(SubElement(document, "head"), "title").text = _xml(settings.SITE_NAME)
    body = SubElement(document, "body")
    for title, query in feeds:
        SubElement(body, "outline", type="rss", text=_xml(title), xmlUrl=address + query, htmlUrl=home + query)
    indent(document)
    answer = tostring(document, encoding="utf-8", xml_declaration=True)
    return HttpResponse(answer, content_type="text/x-opml; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest entries that everyone may see, of those that the query string chooses."""

    origin: str
    address: str
    query: str
    title: str
    items: list[Item]

    @classmethod
    def of(cls, request: HttpRequest) -> "Feed":
        """Raises NothingThere for a topic, kind or tag that there is not."""
        chosen = EntryFilter.read(request.GET, all_topics(), VISITOR)
        origin = origin_of(request)
        address = origin + request.path + (f"?{chosen.query}" if chosen.query else "")
        parts = [chosen.topic and chosen.topic.title, chosen.kind, chosen.tag and chosen.tag.name, chosen.year or ""]
        parts.append(chosen.author and chosen.author.name)
        title = " · ".join([settings.SITE_NAME, *(str(part) for part in parts if part)])
        return cls(origin, address, chosen.query, title, newest(**chosen.arguments))

    @property
    def home(self) -> str:
        return self.origin + (f"{reverse('entry-list')}?{self.query}" if self.query else reverse("home"))

    def address_of(self, item: Item) -> str:
        return self.origin + entry_address(item.slug)

    def html_of(self, item: Item) -> str:
        return absolute_addresses(item.html, self.origin, self.address_of(item))


class _FullAtom(Atom1Feed):
    """With the whole text of each entry, and not only its summary."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@lru_cache(maxsize=1_000)
def _identifier(*parts: object) -> str:
    """The same for ever: neither the site's address nor the entry's is in it, for both may change."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, ' '.join(map(str, parts)))}"


def _xml(text: str) -> str:
    return text if text.isprintable() else _NOT_XML.sub("", text)
