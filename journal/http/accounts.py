"""Where allauth asks this site: who may join, where links in mails lead, and what is done when mail cannot be sent."""

import logging
from smtplib import SMTPException
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
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
from django.urls import reverse

from journal.models.errors import InvitationGone
from journal.models.invitation import Invitation
from journal.models.profile import Profile
from journal.models.roles import WRITERS, Role, give, role_of

from .context import origin_of
from .time_zone import TIME_ZONE

INVITED = "invitation"  # the session's name for the token that somebody came with

_logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
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

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.REGISTRATION_IS_OPEN or self._invitation(request) is not None

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """The account and its role, or neither: of two who come by one invitation, one is turned away."""
        invitation = self._invitation(request)
        saved = super().save_user(request, user, form, commit=commit)
        if invitation is None:
            give(saved, Role.READER)
            return saved
        try:
            invitation.accept(saved)
        except InvitationGone:
            transaction.set_rollback(True)
            raise ImmediateHttpResponse(redirect("account_signup")) from None
        request.session.pop(INVITED, None)
        return saved

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        request.session[TIME_ZONE] = Profile.of(user).time_zone

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **more: Any
    ) -> None:
        """All but what the next page shows anyway: that somebody is in, or out."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *rest, **more)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        writes = isinstance(user, User) and (user.is_superuser or role_of(user) in WRITERS)
        return reverse("write" if writes else settings.LOGIN_REDIRECT_URL)

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
        return Invitation.objects.signed(token) if token else None


def send_invitation(invitation: Invitation, address: str) -> bool:
    """To the e-mail address that it names. False where it could not be sent."""
    who = invitation.made_by or settings.SITE_NAME
    text = (
        f"{who} invites you to {settings.SITE_NAME} as {invitation.get_role_display().lower()}.\n\n{address}\n\n"
        f"The link works once, until {invitation.expires_at:%d %B %Y}."
    )
    try:
        send_mail(f"An invitation to {settings.SITE_NAME}", text, None, [invitation.email])
    except (SMTPException, OSError) as error:
        _logger.error("An invitation could not be sent: %s", error)
        return False
    return True


def _at(origin: str, url: str) -> str:
    return origin + urlsplit(url)._replace(scheme="", netloc="").geturl()
