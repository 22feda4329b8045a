"""What every template may use beside its own context."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str | bool]:
    """The journal's name and tagline, and the canonical address of this page."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "registration_is_open": settings.REGISTRATION_IS_OPEN,
        "canonical_url": origin_of(request) + request.path,
    }


def origin_of(request: HttpRequest) -> str:
    """The address of the journal as others know it: "https://journal.example.org"."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
