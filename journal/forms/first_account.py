"""What whoever makes the first account says of themselves."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import User

from .accounts import username_validators
from .wording import Plain


class FirstAccountForm(Plain, BaseUserCreationForm):
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

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email and EmailAddress.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("There is an account with this address already.")
        return email
