"""Headers that every answer carries beside those that Django sets itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "xr-spatial-tracking",
    )
)


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer may depend on who asks. Costs nothing where no cookie was sent."""
    meta = request.META
    has_session = "HTTP_COOKIE" in meta and settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session or "HTTP_AUTHORIZATION" in meta


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", _PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in headers:
            private = bool(response.cookies) or is_personal(request)
            headers["Cache-Control"] = "private, no-store" if private else "no-cache"
        return response
