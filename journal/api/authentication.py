"""Who a program speaks for: whoever made the token that it shows. Cookies are never looked at."""

from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from journal.models import ApiToken


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer bc_…`"""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request)
        if not header:
            return None
        scheme, _, secret = header.partition(b" ")
        token = ApiToken.shown(secret.strip().decode("latin-1")) if scheme.lower() == b"bearer" else None
        if token is None:
            raise AuthenticationFailed("This token is not, or no longer, valid.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="journal"'


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from your account’s page “Tokens”."}


class ReadOrWriteToken(BasePermission):
    """What is public is read by everyone; to write takes a token that may write, of somebody who may."""

    message = "This takes a token that may write, of somebody who may."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method in SAFE_METHODS:
            return True
        token = request.auth
        if not isinstance(token, ApiToken):
            return False
        return token.scope == ApiToken.Scope.WRITE and token.user.has_perm("journal.add_entry")
