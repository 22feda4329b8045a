"""Dates where somebody writes are in their own time zone; what readers see is in the journal's."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

TIME_ZONE = "time_zone"  # the session's name for it
_WRITING = "/admin/"


class TimeZoneMiddleware:
    """After the session's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.session.get(TIME_ZONE) if request.path_info.startswith(_WRITING) else None
        with timezone.override(_known(zone)):
            return self.get_response(request)


def _known(zone: str | None) -> ZoneInfo | None:
    """None, the journal's, for what this machine does not know, or no longer."""
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
