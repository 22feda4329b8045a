"""Which parts of the query string a page reads: any others lead to the same page."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from .malformed import MAX_QUERY

WINDOW = ("before", "after")  # of a list: see `database/keyset.py`

_View = Callable[..., HttpResponse]


def reads(*names: str) -> Callable[[_View], _View]:
    """A view decorator: `names` are all that the view reads of the query string."""

    def declare(view: _View) -> _View:
        view.reads = names  # type: ignore[attr-defined]
        return view

    return declare


def read_query(request: HttpRequest) -> str | None:
    """The part of the query string that the page at this address reads, the same however it was written.

    All of it where the view does not say; None for one that nobody can read.
    """
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return ""
    try:
        names = getattr(resolve(request.path_info).func, "reads", None)
        given = dict(parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=100))
    except (Resolver404, ValueError):
        return None
    if len(query) > MAX_QUERY or "\x00" in query or "%00" in query:
        return None
    if names is None:
        return query
    return urlencode([(name, given[name]) for name in names if name in given])
