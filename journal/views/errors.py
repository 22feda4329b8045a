"""Pages for when something is not there, not allowed, not understood, or broken."""

import errno
import re
import sqlite3
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from journal.http.problems import is_for_a_program, problem

# Kinds of SQLSTATE: connections, an idle transaction, conflicts, resources, a lock that was not to be had, stopping.
_AWAY = ("08", "25P03", "40", "53", "55", "57")


_SECRET = re.compile("password|code|credential")  # what a field is called whose value never comes back
_WORDS = {
    503: "The database does not answer just now. Try again in a few seconds.",
    507: "There is no room left on the disk: nothing was saved. Tell whoever runs this journal.",
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    is_too_big = isinstance(exception, RequestDataTooBig)
    return _error(request, 413 if is_too_big else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours that was open for too long comes back with all that it held; nothing that came from elsewhere."""
    if is_for_a_program(request):
        return problem(403)
    here = f"{request.scheme}://{request.get_host()}"
    is_ours = request.headers.get("Origin") == here
    return (_once_more(request, 403) if is_ours else None) or _answer(403, "stale")


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Somebody tried too often, most likely to sign in. Five minutes is the longest that is counted back."""
    response = _answer(429)
    response.headers["Retry-After"] = "300"
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away: it comes back without anybody's doing, and whoever asks may ask again.

    507 when the disk is full. A form comes back with what it held.
    """
    error = sys.exception()
    status = 507 if _is_full(error) else 503 if _is_away(error) else 500
    response = _once_more(request, status) or _error(request, status)
    if status == 503:
        response.headers["Retry-After"] = "5"
        response.has_lost_database = True  # type: ignore[attr-defined]
    return response


def _once_more(request: HttpRequest | None, status: int) -> HttpResponse | None:
    """A form with all that was sent, to be sent again; None where that was no form of text, or held a secret."""
    if request is None or is_for_a_program(request) or request.method != "POST":
        return None
    try:
        lists = request.POST.lists()
    except Exception:  # it could not even be read
        return None
    sent: list[tuple[str, Any]] = []
    for name, values in lists:
        if _SECRET.search(name):
            return None
        if name != "csrfmiddlewaretoken":
            sent += [(name, value) for value in values]
    if not sent:
        return None
    token, action = get_token(request), request.get_full_path()
    response = _answer(status, "resend", sent=sent, action=action, token=token, number=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_full(error: BaseException | None) -> bool:
    """Whether there was no room on the disk, for a file or for the database."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if not isinstance(error, OperationalError):
        return False
    return "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", None) == "53100"


def _is_away(error: BaseException | None) -> bool:
    """Whether the database was not there, or was too busy: not whether it was asked something wrong."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if isinstance(error.__cause__, sqlite3.Error):
        return any(words in str(error) for words in ("locked", "unable to open", "disk"))
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(_AWAY)


def _error(request: HttpRequest | None, status: int) -> HttpResponse:
    if request is not None and is_for_a_program(request):
        return problem(status, _WORDS.get(status, ""))
    return _answer(status)


def _answer(status: int, page: str = "", **context: Any) -> HttpResponse:
    """Made without the request and without the database: what is wrong with either cannot break this page too."""
    context |= {"site_name": settings.SITE_NAME, "site_tagline": settings.SITE_TAGLINE, "is_for_anybody": True}
    return HttpResponse(render_to_string(f"errors/{page or status}.html", context), status=status)
