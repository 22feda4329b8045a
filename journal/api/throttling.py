"""How much one token, or one address without a token, may ask in a minute."""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from journal.accounts.auditing import ip_of

from .counting import count, rest_of_minute

if TYPE_CHECKING:
    from rest_framework.views import APIView


class PerMinute(BaseThrottle):
    """A counter for each minute, so that a request costs the same however many came before it."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        act = "reads" if request.method in SAFE_METHODS else "writes"
        limit = settings.API_LIMITS[act]
        who = f"token-{request.auth.pk}" if request.auth else f"address-{ip_of(request)}"
        return count(f"{act}-{who}") <= limit

    def wait(self) -> float:
        return rest_of_minute()
