"""Where allauth asks this site: who may join, where links in mails lead, and what is done when mail cannot be sent."""

import logging
from smtplib import SMTPException
from time import time
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme

from journal.http.context import origin_of
from journal.http.time_zone import TIME_ZONE
from journal.models.accounts.invitation import Invitation
from journal.models.accounts.profile import Profile
from journal.models.accounts.roles import Role, give
from journal.models.errors import InvitationGone

INVITED = "invitation"  # the session's name for the token that somebody came with

_OTHER_WAYS = {
    "reauthenticate": "Your password",
    "mfa_reauthenticate": "A code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "A passkey or security key",
}
_logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The address or the password is wrong.",
        "username_password_mismatch": "The name or the password is wrong.",
        "email_taken": "There is an account with this address already.",
        "enter_current_password": "This is not your password.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This is not the code.",
        "duplicate_email": "This is your address already.",
        "username_taken": "Somebody has this name already.",
        "username_blacklisted": "Nobody may have this name.",
        "same_as_current": "This is what it is already.",
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """By name or by address, and not by both: the second digest of a password would tell that there is one."""
        if "email" in credentials and "username" in credentials:
            is_name = User.objects.filter(username__iexact=credentials["username"]).exists()
            del credentials["email" if is_name else "username"]
        return super().authenticate(request, **credentials)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Who fails too often from one address waits; nobody else does, unless many addresses try the same account."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(ratelimit.respond_429(request)) from None
        login = self._login(**credentials)
        if not ratelimit.consume(request, action="login_of_account", key=login):
            raise ImmediateHttpResponse(ratelimit.respond_429(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{self.get_client_ip(request)} {self._login(**credentials)}"

    def _login(self, **credentials: Any) -> str:
        return (credentials.get("email") or credentials.get("username") or "").lower()

    def is_safe_url(self, url: str) -> bool:
        """Only within this site, at the address that it was asked under; what is no address at all leads nowhere."""
        try:
            return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.REGISTRATION_IS_OPEN or self._invitation(request) is not None

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """The account and its role, or neither: of two who come by one invitation, one is turned away."""
        invitation = self._invitation(request)
        if invitation is None and not settings.REGISTRATION_IS_OPEN:  # since the form was sent, somebody was faster
            raise ImmediateHttpResponse(redirect("account_signup"))
        saved = super().save_user(request, user, form, commit=commit)
        if invitation is None:
            give(saved, Role.READER)
            return saved
        try:
            invitation.accept(saved)
        except InvitationGone:
            raise ImmediateHttpResponse(redirect("account_signup")) from None
        request.session.pop(INVITED, None)
        return saved

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        request.session[TIME_ZONE] = Profile.of(user).time_zone

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not right after having signed in."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time() - newest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [way | {"description": _OTHER_WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.is_staff:  # type: ignore[union-attr]
            return reverse("write")
        return reverse(settings.LOGIN_REDIRECT_URL)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links lead to the site's own address, whatever Host was asked for. What cannot be sent is logged, and the
        answer stays the same: it tells nobody which accounts exist."""
        origin = origin_of(self.request)
        links = {name: _at(origin, url) for name, url in context.items() if name.endswith("_url")}
        site = SimpleNamespace(name=settings.SITE_NAME, domain=origin.partition("://")[2])
        try:
            super().send_mail(template_prefix, email, {**context, **links, "current_site": site})
        except (SMTPException, OSError) as error:
            _logger.error("A mail could not be sent (%s): %s", template_prefix, error)

    def _invitation(self, request: HttpRequest) -> Invitation | None:
        token = request.session.get(INVITED)
        return Invitation.objects.open().signed(token) if token else None


def send_invitation(invitation: Invitation, address: str) -> bool:
    """Send the invitation to the e-mail address that it names. False where it could not be sent."""
    ends = timezone.localtime(invitation.expires_at, timezone.get_default_timezone())
    context = {
        "who": invitation.made_by or settings.SITE_NAME,
        "role": invitation.get_role_display().lower(),
        "address": address,
        "ends": date_format(ends, "j F Y, H:i"),  # here: a template would have it in the zone of whoever invites
    }
    return _send(f"An invitation to {settings.SITE_NAME}", "invitation", context, invitation.email)


def send_word_of_lost_factor(person: User, *, by: User) -> bool:
    """Tell a person that an operator took their second factor away: it may have been somebody else who asked for it."""
    subject = f"{settings.SITE_NAME}: your second factor was taken away"
    return _send(subject, "lost_factor", {"person": person, "by": by}, person.email)


def _send(subject: str, template: str, context: dict[str, Any], address: str) -> bool:
    text = render_to_string(f"journal/mail/{template}.txt", context | {"site_name": settings.SITE_NAME})
    try:
        send_mail(subject, text, None, [address])
    except (SMTPException, OSError) as error:
        _logger.error("A mail could not be sent (%s): %s", subject, error)
        return False
    return True


def _at(origin: str, url: str) -> str:
    return origin + urlsplit(url)._replace(scheme="", netloc="").geturl()
