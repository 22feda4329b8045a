"""What search engines are told: which pages there are, and which are none of their business."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from journal.http.context import origin_of
from journal.http.parameters import reads
from journal.models import Entry
from journal.models.urls import entry_address
from journal.models.visibility import state_of
from journal.reads.feed import changed_at
from journal.reads.tags import tags_in_use
from journal.reads.topics import all_topics

SIZE = 1_000  # entries in one file; of https://www.sitemaps.org/protocol.html 50,000, which would take a second
SECTIONS = ("home", "entry-list", "topic-list", "snippet-list", "tag-list", "about")

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Row = tuple[str, datetime | None]  # path, and when what is there changed


@reads()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything; where that is more than fits, the index of its parts."""
    last = _last_key()
    if last < SIZE:
        return _answer(request, "urlset", "url", [*_pages(), *_entries(0)])
    rows: list[Row] = [(reverse("sitemap-part", args=[number]), None) for number in range(last // SIZE + 2)]
    return _answer(request, "sitemapindex", "sitemap", rows)


@reads()
@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """The pages beside the entries (0), then the entries by `SIZE` of their keys: none is read for another part."""
    if number > _last_key() // SIZE + 1:
        raise Http404
    rows = _pages() if number == 0 else _entries(number - 1)
    return _answer(request, "urlset", "url", rows)


@reads()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs that follow links may read, and where the sitemap is."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /write/",
        "Disallow: /search/",
        f"Sitemap: {origin_of(request)}{reverse('sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _pages() -> Iterable[Row]:
    yield from ((reverse(name), None) for name in SECTIONS)
    yield from ((reverse("topic-detail", args=[topic.slug]), None) for topic in all_topics())
    yield from ((reverse("tag-detail", args=[slug]), None) for slug, _, _ in tags_in_use())


def _last_key() -> int:
    """The largest key of an entry that everyone finds. They are looked through in their order: asked for a date too, a
    database would read and sort all of them."""
    rows = Entry.objects.order_by("-pk").values_list("pk", "visibility", "published_at")
    found = rows.iterator(chunk_size=100)
    return next((key for key, visibility, published in found if not state_of(visibility, published)), 0)


def _entries(part: int) -> Iterable[Row]:
    rows = Entry.objects.filter(pk__gte=part * SIZE, pk__lt=(part + 1) * SIZE).order_by("pk")
    for slug, visibility, published, updated in rows.values_list("slug", "visibility", "published_at", "updated_at"):
        if published and not state_of(visibility, published):
            yield entry_address(slug), changed_at(published, updated)


def _answer(request: HttpRequest, root: str, item: str, rows: Iterable[Row]) -> HttpResponse:
    origin = origin_of(request)
    parts = (
        f"<{item}><loc>{escape(origin + path)}</loc>"
        f"{f'<lastmod>{moment.isoformat()}</lastmod>' if moment else ''}</{item}>\n"
        for path, moment in rows
    )
    document = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{"".join(parts)}</{root}>\n'
    return HttpResponse(document, content_type="application/xml; charset=utf-8")
