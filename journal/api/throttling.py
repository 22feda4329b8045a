"""How much one token, or one address without a token, may ask in a minute."""

from typing import TYPE_CHECKING

from django.core.cache import caches
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from journal.http.auditing import address_of

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Reads(SimpleRateThrottle):
    scope = "reads"
    cache = caches["throttles"]

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        return f"{self.scope}-{_who(request)}" if request.method in SAFE_METHODS else None


class Writes(SimpleRateThrottle):
    scope = "writes"
    cache = caches["throttles"]

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        return f"{self.scope}-{_who(request)}" if request.method not in SAFE_METHODS else None


def _who(request: Request) -> str:
    return f"token-{request.auth.pk}" if request.auth else f"address-{address_of(request)}"
