"""What a token may do."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from journal.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView


class MayWrite(BasePermission):
    """After `IsAuthenticatedOrReadOnly`, which lets everyone read what is public."""

    message = "This takes a token that may write, of somebody who may."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method in SAFE_METHODS:
            return True
        return request.auth.scope == ApiToken.Scope.WRITE and request.user.has_perm("journal.add_entry")
