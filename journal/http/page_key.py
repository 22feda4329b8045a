"""What a public page depends on: its address, the edition and the day."""

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from journal.database.edition import Edition

from .headers import is_personal, public_caching
from .parameters import read_query

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


def page_key(request: HttpRequest) -> str | None:
    """The same for as long as the page at this address is the same for everyone; None for what is not kept."""
    if not hasattr(request, "_page_key"):
        request._page_key = _key(request)  # type: ignore[attr-defined]
    return request._page_key  # type: ignore[attr-defined,no-any-return]


def page_key_if_known(request: HttpRequest) -> str | None:
    """`page_key`, where it was asked for already: it costs a query."""
    return getattr(request, "_page_key", None)


def is_public(response: HttpResponse) -> bool:
    """Whether this answer is one that everyone may get."""
    return (
        not response.streaming
        and not response.cookies
        and response.headers.get("Cache-Control", "no-cache") in ("no-cache", public_caching())
    )


def _key(request: HttpRequest) -> str | None:
    if request.method != "GET" or is_personal(request) or request.path_info.startswith(_NEVER_KEPT):
        return None
    query = read_query(request)
    if query is None or len(request.path_info) + len(query) > MAX_PATH:
        return None
    # The edition is read before the page is made: a page can be newer than its key, never older.
    address = f"{request.scheme}://{request.META.get('HTTP_HOST')}{request.path_info}?{query}"
    depends_on = f"{Edition.current()} {timezone.localdate()} {address}"
    return blake2b(depends_on.encode("utf-8", "surrogateescape")).hexdigest()
