"""The chronicle and its entries."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from journal.forms.filters import FILTERS, EntryFilter, read_window, topic_choices
from journal.http.context import origin_of
from journal.http.parameters import WINDOW, reads
from journal.models import Entry
from journal.models.urls import address_of, entry_address
from journal.reads import authors
from journal.reads.archive import published_years
from journal.reads.chronicle import chronicle_of
from journal.reads.entries import list_entries, list_unpublished
from journal.reads.entry import EntryPage, may_edit, read_entry, read_surroundings
from journal.reads.feed import changed_at
from journal.reads.poster import picture_of, poster_of
from journal.reads.topics import all_topics
from journal.text.addresses import without_addresses
from journal.text.remarks import without_remarks


@reads(*FILTERS, *WINDOW)
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """Every entry, newest first, by topic, kind, tag and year."""
    topics = all_topics()
    chosen = EntryFilter.read(request.GET, topics, request.user)
    page = list_entries(request.user, read_window(request.GET), **chosen.arguments)
    years = [str(year) for year, _ in published_years()]
    context = {
        "chosen": chosen,
        "stages": topic_choices(topics),
        "kinds": Entry.Kind.choices,
        "years": [(year, year) for year in years],
        "chronicle": chronicle_of(page, authors.several(request.user), chosen.query),
        "unpublished": list_unpublished(request.user),
    }
    return render(request, "journal/entries/list.html", context)


@reads()
@require_safe
def entry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One entry, with what leads to it and what stands beside it."""
    entry = read_entry(request.user, slug)
    if entry is None:
        return moved(request, slug, "entry-detail")
    around = read_surroundings(request.user, entry)
    missing = {entry_address(beside.slug) for beside in around.missing}
    context = {
        "entry": entry,
        "html": without_addresses(entry.html, missing) if missing else entry.html,
        "around": around,
        "is_own": may_edit(request.user, entry.pk),
        "linked_data": _linked_data(request, entry) if entry.published_at else None,
        "poster_url": _poster_url(request, entry),
    }
    return render(request, "journal/entries/detail.html", context)


@reads()
@require_safe
def entry_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The text of an entry as it was written; without what is hidden in it for those who may not change it."""
    found = Entry.objects.reachable_by(request.user).filter(slug=slug)
    body = found.values_list("body", flat=True).first()
    if body is None:
        return moved(request, slug, "entry-markdown")
    if not found.editable_by(request.user).exists():
        body = without_remarks(body)
    return HttpResponse(body, content_type="text/markdown; charset=utf-8")


@reads()
@require_safe
def entry_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a public entry, for pages that show a link to it."""
    poster = poster_of(slug)
    if poster is None:
        return moved(request, slug, "entry-poster")
    etag = f'"{poster.digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(picture_of(poster), content_type="image/png")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _poster_url(request: HttpRequest, entry: EntryPage) -> str:
    """Empty for what has no poster, because not everyone finds it in lists."""
    return origin_of(request) + address_of("entry-poster", entry.slug) if entry.is_listed else ""


def _linked_data(request: HttpRequest, entry: EntryPage) -> dict[str, Any]:
    """The entry in the words of https://schema.org: what it is, and the way to it."""
    published_at: Any = entry.published_at
    origin = origin_of(request)
    trail = [
        ("Roadmap", address_of("topic-list")),
        (entry.topic_title, address_of("topic-detail", entry.topic_slug)),
        (entry.title, request.path),
    ]
    article = {
        "@type": "TechArticle",
        "headline": entry.title,
        "description": entry.lead,
        "url": origin + request.path,
        "datePublished": published_at.isoformat(),
        "dateModified": changed_at(published_at, entry.updated_at).isoformat(),
        "image": _poster_url(request, entry) or None,
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": origin + address_of("home")},
    }
    article = {name: value for name, value in article.items() if value}
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": origin + path}
        for number, (name, path) in enumerate(trail, start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@graph": [article, {"@type": "BreadcrumbList", "itemListElement": steps}],
    }


def moved(request: HttpRequest, slug: str, view: str) -> HttpResponsePermanentRedirect:
    """A redirect to where the entry is now. 404 when it is nowhere, or nowhere for this person."""
    entry = Entry.objects.reachable_by(request.user).filter(pk__in=Entry.formerly(slug)).first()
    if entry is None:
        raise Http404
    if view == "entry-poster" and not entry.is_listed:
        raise Http404
    return redirect(view, slug=entry.slug, permanent=True)  # type: ignore[return-value]
