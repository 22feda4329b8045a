"""Headers that every answer carries beside those that Django sets itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from .problems import is_for_a_program

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

_OF_ACCOUNTS = ("/account/", "/accounts/", "/invitations/")


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer may depend on who asks. Costs nothing where no cookie was sent."""
    meta = request.META
    has_session = "HTTP_COOKIE" in meta and settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session or "HTTP_AUTHORIZATION" in meta


def public_caching() -> str:
    """Cache-Control of a page for everyone: browsers ask each time, shared caches after a while."""
    seconds = settings.SHARED_CACHE_SECONDS
    if not seconds:
        return "no-cache"
    return f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}"


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.public = public_caching()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", _PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")  # all that a page shows is the site's own
        if is_for_a_program(request):
            patch_vary_headers(response, ["Authorization"])
            if settings.API_CORS and request.method in ("GET", "HEAD"):
                headers["Access-Control-Allow-Origin"] = "*"  # without cookies or a token: what is public
        if "Cache-Control" not in headers:
            private = bool(response.cookies) or is_personal(request) or request.path_info.startswith(_OF_ACCOUNTS)
            is_page = response.status_code in (200, 304) and request.method in ("GET", "HEAD")
            # A page that is not there may be published in a moment.
            headers["Cache-Control"] = "private, no-store" if private else self.public if is_page else "no-cache"
        return response
