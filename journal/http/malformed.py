"""Requests that no browser sends are answered with 400 before any code trusts them."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

MAX_QUERY = 32_768  # bytes, as sent; bin/serve takes 8,190 of a request's first line, other servers more


class MalformedRequestMiddleware:
    """Refuses NUL, text that is not UTF-8, and enormous queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if query:
            _check_query(query)
        if "\x00" in request.path_info:
            raise BadRequest("NUL in the path")
        charset = request.content_params.get("charset") if request.content_params else None
        if charset and charset.lower().replace("-", "") != "utf8":
            request.content_params = {}
            raise BadRequest("Only UTF-8 is understood")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A number of thousands of digits is read by nobody: Python refuses it wherever it stands."""
        if isinstance(exception, ValueError) and "integer string conversion" in str(exception):
            raise BadRequest("A number with too many digits") from exception


def _check_query(query: str) -> None:
    if len(query) > MAX_QUERY:
        raise BadRequest("The query is too long")
    if "\x00" in query or "%00" in query:
        raise BadRequest("NUL in the query")
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8") from None
