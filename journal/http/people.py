"""Who asks, and what they may."""

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from journal.models.accounts.permissions import know_permissions


class PeopleMiddleware(AuthenticationMiddleware):
    """Django's, with what somebody may already read when it is first asked who they are."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]


def _person(request: HttpRequest) -> User | AnonymousUser:
    person: User | AnonymousUser = get_user(request)
    know_permissions(person)
    return person
