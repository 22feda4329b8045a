"""Pages for when something is not there, not allowed, not understood, or broken."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(500)


def _answer(status: int) -> HttpResponse:
    """Made without the request and without the database: what is wrong with either cannot break this page too."""
    context = {"site_name": settings.SITE_NAME, "site_tagline": settings.SITE_TAGLINE}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)
