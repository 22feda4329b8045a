"""The first account: made through a link that `bin/serve` prints, once, and only while nobody could write."""

import os
import secrets
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import User
from django.utils.crypto import constant_time_compare

from .accounts import username_validators


class FirstAccountForm(BaseUserCreationForm):
    """Makes the author's account, who may do everything."""

    class Meta:
        model = User
        fields = ("username", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, email = self.fields["username"], self.fields["email"]
        name.label, name.help_text = "User name", str(username_validators[0].message)
        name.validators = [*username_validators]
        name.widget.attrs |= {"autocomplete": "username", "maxlength": 40, "autofocus": not self.is_bound}
        email.label, email.help_text = "E-mail address", "For a forgotten password."
        email.widget.attrs["autocomplete"] = "email"
        email.required = settings.REGISTRATION_IS_OPEN  # then nobody signs in without a confirmed one
        self.fields["password2"].label = "Password, once more"

    def claim(self) -> User | None:
        """The account; None when someone else was faster."""
        claimed = _place().with_suffix(".claimed")
        try:
            os.rename(_place(), claimed)  # exactly one of two can
        except FileNotFoundError:
            return None
        try:
            user = self.save(commit=False)
            user.is_staff = user.is_superuser = True
            user.save()
            if user.email:
                EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        except BaseException:
            os.rename(claimed, _place())
            raise
        claimed.unlink()
        return user


def invitation() -> str | None:
    """The secret part of the link, which stays the same until it is used; None when there is a staff account."""
    if User.objects.filter(is_staff=True).exists():
        _place().unlink(missing_ok=True)
        return None
    if not _place().exists():
        descriptor = os.open(_place(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return _place().read_text()


def is_invited(token: str) -> bool:
    try:
        known = _place().read_text()
    except FileNotFoundError:
        return False
    is_right = bool(known) and constant_time_compare(token, known)
    return is_right and not User.objects.filter(is_staff=True).exists()


def _place() -> Path:
    return Path(settings.DATA_DIR) / "first-account"
