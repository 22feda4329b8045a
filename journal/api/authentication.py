"""Who a program speaks for: whoever made the token that it shows. Cookies are never looked at."""

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from journal.accounts.auditing import ip_of
from journal.models import ApiToken

from .counting import count, rest_of_minute

MOST_FAILURES = 60  # of an address in a minute


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer bc_…`"""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request)
        if not header:
            return None
        scheme, _, secret = header.partition(b" ")
        token = ApiToken.shown(secret.strip().decode("latin-1")) if scheme.lower() == b"bearer" else None
        if token is None:
            if count(f"failures-{ip_of(request)}") > MOST_FAILURES:
                raise Throttled(wait=rest_of_minute())
            raise AuthenticationFailed("This token is not, or no longer, valid.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="journal"'
