"""Labels without colons; and allauth's forms in this site's words, without placeholders that repeat them."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as _ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.http import HttpRequest

from journal.models.accounts.one_time_codes import accept

LABELS = {
    "Login": "User name or e-mail address",
    "Username": "User name",
    "Email": "E-mail address",
    "Password (again)": "Password, once more",
    "Current Password": "Your password so far",
    "New Password": "New password",
    "New Password (again)": "New password, once more",
    "Authenticator code": "Code from the app",
    "Passwordless": "A passkey: it signs you in without the password",
}


class Plain(forms.BaseForm):
    """Its labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class Worded(Plain):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = LABELS.get(str(field.label), field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the way to a forgotten one is below the button
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": not self.is_bound}


class SignupForm(Worded, account.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = self.initial.get("email") or self.fields["email"].initial

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:  # which the time that an answer takes is not to tell
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(Worded, account.AddEmailForm):
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(Worded, account.SetPasswordForm):
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    users: list[User]

    def clean_email(self) -> str:
        """An address that waits for being confirmed opens nothing yet: it may be mistyped, and somebody else's."""
        email = super().clean_email()
        self.users = [user for user in self.users if user.email.lower() == email.lower()]
        return email


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["autofocus"] = not self.is_bound


class OnceForm(Worded):
    """A form whose code from an app is spent when it was accepted; allauth forgets it after half a minute."""

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not accept(self.authenticator, code):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OnceForm, mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = not self.is_bound


class ReauthenticateByCodeForm(OnceForm, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Worded, _ActivateTOTPForm):
    pass


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    pass
