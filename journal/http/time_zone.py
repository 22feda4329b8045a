"""Dates where somebody writes are in their own time zone; what readers see is in the journal's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .headers import is_personal

TIME_ZONE = "time_zone"  # the session's name for it
_WRITING = "/admin/"


class TimeZoneMiddleware:
    """After the session's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_writing = request.path_info.startswith(_WRITING) and is_personal(request)
        zone = request.session.get(TIME_ZONE) if is_writing else None
        with timezone.override(zone or None):
            return self.get_response(request)
