"""304 for what a browser or a reader of feeds has already, without making it again.

An ETag is of a page's contents: what is hidden may change without any public answer showing it. So which ETag a page
has in this edition is remembered once it was made, for far more pages than are kept whole.
"""

from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response

from .page_key import is_public, page_key, page_key_if_known

_KEPT = ("Cache-Control", "ETag", "Vary")  # RFC 9110, section 15.4.5


class UnchangedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = ConditionalGetMiddleware(get_response)
        self.validators = caches["validators"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_asked = "HTTP_IF_NONE_MATCH" in request.META
        key = page_key(request) if is_asked else page_key_if_known(request)
        known = self.validators.get(key) if is_asked and key else None
        if known:
            answer: HttpResponse | None = get_conditional_response(request, etag=known["ETag"])
            if answer is not None:
                for name, value in known.items():
                    answer.headers[name] = value
                return answer
        response: HttpResponse = self.get_response(request)  # type: ignore[assignment]
        if key and response.status_code in (200, 304) and is_public(response) and "ETag" in response.headers:
            self.validators.set(key, {name: response.headers[name] for name in _KEPT if name in response.headers})
        return response
