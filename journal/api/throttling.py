"""How much one token, or one address without a token, may ask in a minute."""

from time import time
from typing import TYPE_CHECKING

from django.core.cache import caches
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from journal.http.auditing import address_of

if TYPE_CHECKING:
    from rest_framework.views import APIView

MINUTE = 60  # seconds


class PerMinute(BaseThrottle):
    """A counter for each minute, so that a request costs the same however many came before it.

    Without the cache that counts, everything is let through: see `chronicles.cache`.
    """

    def allow_request(self, request: Request, view: "APIView") -> bool:
        act = "reads" if request.method in SAFE_METHODS else "writes"
        limit = int(api_settings.DEFAULT_THROTTLE_RATES[act].partition("/")[0])
        key = f"{act}-{_who(request)}-{int(time()) // MINUTE}"
        cache = caches["throttles"]
        cache.add(key, 0, timeout=MINUTE)
        try:
            return cache.incr(key) <= limit
        except ValueError:  # it is not there: the cache is away
            return True

    def wait(self) -> float:
        return MINUTE - time() % MINUTE


def _who(request: Request) -> str:
    return f"token-{request.auth.pk}" if request.auth else f"address-{address_of(request)}"
