"""The first account: made through a link that `bin/serve` prints, once, and only while nobody could write."""

import os
import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import constant_time_compare

from journal.models.audit import AuditEvent


def link_token() -> str | None:
    """The secret part of the link, which stays the same until it is used; None when there is a staff account."""
    if User.objects.filter(is_staff=True).exists():
        _place().unlink(missing_ok=True)
        return None
    if not _place().exists():
        descriptor = os.open(_place(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return _place().read_text()


def is_link_token(token: str) -> bool:
    """Whether this is the token of the link that makes the first account, and still good."""
    try:
        known = _place().read_text()
    except FileNotFoundError:
        return False
    is_right = bool(known) and constant_time_compare(token, known)
    return is_right and not User.objects.filter(is_staff=True).exists()


def claim(user: User) -> bool:
    """Save this account as the operator's, who may do everything. False when someone else was faster."""
    claimed = _place().with_suffix(".claimed")
    try:
        os.rename(_place(), claimed)  # exactly one of two can
    except FileNotFoundError:
        return False
    try:
        _make_operator(user)
    except BaseException:
        os.rename(claimed, _place())
        raise
    claimed.unlink()
    return True


@transaction.atomic
def _make_operator(user: User) -> None:
    user.is_staff = user.is_superuser = True
    user.save()
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    AuditEvent.record(AuditEvent.Action.JOINED, by=user, target="operator, by the first link")


def _place() -> Path:
    return Path(settings.DATA_DIR) / "first-account"
