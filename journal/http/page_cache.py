"""Whole answers for people who are not signed in, kept as bytes and never stale.

The key holds what the page reads of the address; the edition, which every public change raises in its own
transaction, and which also moves when a scheduled entry's moment comes; and the day. So there is nothing to expire:
after a change every worker asks for a key that it does not have. A hit costs one small query: no session,
no view, no template, no compression.
"""

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from journal.models.edition import Edition

from .headers import is_personal, public_caching
from .parameters import read_query

_SEARCHES = "/search/"
# What is asked for once, or is a file.
_NEVER_KEPT = (
    settings.STATIC_URL,
    "/health/",
    "/admin/",
    "/accounts/",
    "/account/",
    "/attachments/",
    "/api/v1/search/",
)
MAX_PATH = 500  # characters of path and query; longer ones are not worth a place
MAX_PAGE = 512_000  # bytes


class PageCacheMiddleware:
    """The outermost middleware: what it stores has every header that the others set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]
        self.searches = caches["searches"]  # few: they would push the pages out that people read

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = read_query(request) if _may_be_kept(request) else None
        if query is None or len(request.path_info) + len(query) > MAX_PATH:
            return self.get_response(request)
        # The edition is read before the page is made: a page can be newer than its key, never older.
        key = _key(request, query, Edition.current())
        pages = self.searches if request.path_info.startswith(_SEARCHES) else self.pages
        kept = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            if _is_public(response):
                pages.set(key, (response.content, dict(response.headers)))
            return response
        content, headers = kept
        response = HttpResponse(content, headers=headers)
        if "HTTP_IF_NONE_MATCH" in request.META:
            return get_conditional_response(request, etag=headers.get("ETag"), response=response) or response
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    return request.method == "GET" and not is_personal(request) and not request.path_info.startswith(_NEVER_KEPT)


def _key(request: HttpRequest, query: str, edition: str) -> str:
    meta = request.META
    accepts_gzip = "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "")
    address = f"{request.scheme}://{meta.get('HTTP_HOST')}{request.path_info}?{query}"
    return blake2b(
        f"{edition} {timezone.localdate()} {accepts_gzip} {address}".encode("utf-8", "surrogateescape")
    ).hexdigest()


def _is_public(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Cache-Control") in ("no-cache", public_caching())
        and len(response.content) <= MAX_PAGE
    )
