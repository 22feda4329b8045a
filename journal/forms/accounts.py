"""What people say of themselves and do with their accounts."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from journal.models import ApiToken, Attachment, Profile
from journal.models.account import close
from journal.models.errors import UnacceptableText
from journal.text.pictures import extension_of

PICTURE_LIMIT = 2_000_000  # bytes

# Part of an address, /@name/, and never mistaken for an e-mail address when signing in.
username_validators = [
    RegexValidator(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z", "Up to 40 letters, digits, dots, dashes and underscores.")
]


class ProfileForm(forms.ModelForm):
    """Its own picture is re-encoded, so it says nothing of where it was taken."""

    picture = forms.FileField(
        required=False, help_text="PNG, JPEG, GIF or WebP. Square is best; at most 2 MB.", label="Picture"
    )
    without_picture = forms.BooleanField(required=False, label="Remove the picture")
    time_zone = forms.ChoiceField(required=False, help_text="For dates where you write.")

    class Meta:
        model = Profile
        fields = ("display_name", "about", "time_zone")
        widgets: ClassVar = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
        self.fields["time_zone"].choices = [("", f"As the journal’s: {settings.TIME_ZONE}"), *zones]  # type: ignore[attr-defined]
        self.fields["display_name"].widget.attrs["autocomplete"] = "name"
        if not self.instance.avatar_id:
            del self.fields["without_picture"]

    def clean_picture(self) -> Attachment | None:
        """Kept already: what cannot be shown is refused while the form can say so."""
        file: UploadedFile | None = self.cleaned_data["picture"]
        if file is None:
            return None
        data = file.read(PICTURE_LIMIT + 1)
        if len(data) > PICTURE_LIMIT:
            raise forms.ValidationError(f"This picture is too large: at most {PICTURE_LIMIT // 1_000_000} MB fit.")
        if extension_of(data) is None:
            raise forms.ValidationError("This is no picture that can be shown here.")
        try:
            return Attachment.keep(data, "Portrait")
        except UnacceptableText as error:
            raise forms.ValidationError(str(error)) from None

    def save(self, commit: bool = True) -> Profile:  # noqa: FBT001, FBT002
        former = self.instance.avatar
        if self.cleaned_data["picture"]:
            self.instance.avatar = self.cleaned_data["picture"]
        elif self.cleaned_data.get("without_picture"):
            self.instance.avatar = None
        saved = super().save(commit)
        if former is not None and former != saved.avatar:
            former.let_go()
        return saved


class TokenForm(forms.Form):
    name = forms.CharField(max_length=60, label="What it is for", help_text="Such as the machine that it is on.")
    scope = forms.ChoiceField(choices=ApiToken.Scope, label="What it may do")
    days = forms.TypedChoiceField(
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year")], coerce=int, initial=90, label="It works for"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def make(self, user: User) -> tuple[ApiToken, str]:
        return ApiToken.make(user, **self.cleaned_data)


class ClosingForm(forms.Form):
    """Deletes the account of whoever says its name."""

    entries = forms.ChoiceField(
        choices=[("keep", "stay, without a name"), ("remove", "are deleted too, for good")],
        widget=forms.RadioSelect,
        label="Your entries",
        initial="keep",
    )
    username = forms.CharField(
        label="Your user name, to be sure", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.user = user

    def clean_username(self) -> str:
        if self.cleaned_data["username"] != self.user.get_username():
            raise forms.ValidationError("This is not your user name.")
        return self.cleaned_data["username"]

    def close(self) -> None:
        """Raises LastOperator."""
        close(self.user, keep_entries=self.cleaned_data["entries"] == "keep")
