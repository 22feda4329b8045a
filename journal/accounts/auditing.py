"""Signing in and out, and what somebody does to their own way in: told by Django and allauth, kept for the operator."""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.contrib.auth.models import User
from django.dispatch import Signal
from django.http import HttpRequest

from journal.models.accounts.one_time_codes import accept
from journal.models.accounts.token import ApiToken
from journal.models.audit import AuditEvent

_Action = AuditEvent.Action
_SIGNALS: tuple[tuple[Signal, str], ...] = (
    (auth.user_logged_in, _Action.SIGNED_IN),
    (auth.user_logged_out, _Action.SIGNED_OUT),
    (account.password_changed, _Action.PASSWORD_CHANGED),
    (account.password_reset, _Action.PASSWORD_CHANGED),
    (account.email_changed, _Action.EMAIL_CHANGED),
    (factors.authenticator_added, _Action.FACTOR_ADDED),
    (factors.authenticator_removed, _Action.FACTOR_REMOVED),
)
_logger = logging.getLogger("journal.audit")


def listen() -> None:
    factors.authenticator_added.connect(_spend, dispatch_uid="codes count once")
    account.password_reset.connect(_revoke, dispatch_uid="tokens end")
    for signal, action in _SIGNALS:
        signal.connect(_recorder(action), dispatch_uid=f"audit {action}", weak=False)
    auth.user_login_failed.connect(_failed, dispatch_uid="audit failed")


def ip_of(request: HttpRequest | None) -> str | None:
    return get_client_ip(request) if request is not None else None


def _recorder(action: str) -> Any:
    def record(sender: Any, user: User | None = None, request: HttpRequest | None = None, **kwargs: Any) -> None:
        if user is not None and user.pk:
            event = AuditEvent.record(action, by=user, address=ip_of(request))
            _logger.info("%s from %s", event, event.address)

    return record


def _spend(sender: Any, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """The code that an app was set up with is none to sign in with."""
    if authenticator.type == Authenticator.Type.TOTP:
        accept(authenticator, request.POST.get("code", ""))


def _revoke(sender: Any, user: User, **kwargs: Any) -> None:
    """Whoever resets a password may have lost the account to somebody, who may have made tokens."""
    for token in ApiToken.objects.filter(user=user):
        token.revoke(by=user)


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """With the name that was tried, and never with the password."""
    tried = credentials.get("username") or credentials.get("email") or ""
    event = AuditEvent.record(_Action.SIGN_IN_FAILED, target=tried, address=ip_of(request))
    _logger.warning("%s from %s", event, event.address)
