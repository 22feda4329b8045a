"""Pages for when something is not there, not allowed, not understood, or broken."""

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


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours that was open for too long comes back with all that it held; nothing that came from elsewhere."""
    if is_for_a_program(request):
        return problem(403)
    here = f"{request.scheme}://{request.get_host()}"
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    is_ours = request.headers.get("Origin") == here and not any("password" in name for name, _ in sent)
    if not (is_ours and sent):
        return _answer(403, "stale")
    token = get_token(request)
    response = _answer(403, "resend", sent=sent, action=request.get_full_path(), token=token)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Somebody tried too often, most likely to sign in. Five minutes is the longest that is counted back."""
    response = _answer(429)
    response.headers["Retry-After"] = "300"
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away: it comes back without anybody's doing, and whoever asks may ask again."""
    if not _is_away(sys.exception()):
        return _error(request, 500)
    response = _error(request, 503)
    response.headers["Retry-After"] = "5"
    response.has_lost_database = True  # type: ignore[attr-defined]
    return response


def _is_away(error: BaseException | None) -> bool:
    """Whether the database was not there, or was too busy: not whether it was asked something wrong."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if isinstance(error.__cause__, sqlite3.Error):
        return any(words in str(error) for words in ("locked", "unable to open", "disk"))
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(_AWAY)


def _error(request: HttpRequest | None, status: int) -> HttpResponse:
    return problem(status) if request is not None and is_for_a_program(request) else _answer(status)


def _answer(status: int, page: str = "", **context: Any) -> HttpResponse:
    """Made without the request and without the database: what is wrong with either cannot break this page too."""
    context |= {"site_name": settings.SITE_NAME, "site_tagline": settings.SITE_TAGLINE, "is_for_anybody": True}
    return HttpResponse(render_to_string(f"errors/{page or status}.html", context), status=status)
