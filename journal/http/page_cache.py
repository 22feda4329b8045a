"""Whole answers for people who are not signed in, kept as bytes and never stale.

The key holds what the page reads of the address; the edition, which every public change raises in its own
transaction, and which also moves when a scheduled entry's moment comes; and the day. So there is nothing to expire:
after a change every worker asks for a key that it does not have. A hit costs one small query: no session,
no view, no template, no compression.
"""

from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from .page_key import is_public, page_key

_SEARCHES = "/search/"
MAX_PAGE = 512_000  # bytes


class PageCacheMiddleware:
    """Outside all that makes an answer: what it stores has every header that the others set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]
        self.searches = caches["searches"]  # few: they would push the pages out that people read

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = page_key(request)
        if key is None:
            return self.get_response(request)
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            key += "-gzip"
        pages = self.searches if request.path_info.startswith(_SEARCHES) else self.pages
        kept = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            if response.status_code == 200 and is_public(response) and len(response.content) <= MAX_PAGE:
                pages.set(key, (response.content, dict(response.headers)))
            return response
        content, headers = kept
        response = HttpResponse(content, headers=headers)
        if "HTTP_IF_NONE_MATCH" in request.META:
            return get_conditional_response(request, etag=headers.get("ETag"), response=response) or response
        return response
