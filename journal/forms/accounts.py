"""What people say of themselves and do with their accounts."""

from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from journal.database.edition import change
from journal.models import ApiToken, Attachment, Profile
from journal.models.accounts.account import close
from journal.text.pictures import extension_of
from journal.text.reencoding import UnreadablePicture, reencoded

from .selects import LongSelect
from .wording import Plain

PICTURE_LIMIT = 2_000_000  # bytes
MOST_TOKENS = 50  # of one person

# Part of an address, /@name/, and never mistaken for an e-mail address when signing in.
username_validators = [
    RegexValidator(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z", "Up to 40 letters, digits, dots, dashes and underscores.")
]


class ProfileForm(Plain, forms.ModelForm):
    """Its own picture is re-encoded, so it says nothing of where it was taken."""

    picture = forms.FileField(
        required=False, help_text="PNG, JPEG, GIF or WebP. Square is best; at most 2 MB.", label="Picture"
    )
    without_picture = forms.BooleanField(required=False, label="Remove the picture")
    time_zone = forms.ChoiceField(required=False, help_text="For dates where you write.", widget=LongSelect)

    class Meta:
        model = Profile
        fields = ("display_name", "about", "time_zone")
        widgets: ClassVar = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [("", f"As the journal’s: {settings.TIME_ZONE}"), *_zones()]  # type: ignore[attr-defined]
        self.fields["display_name"].widget.attrs["autocomplete"] = "name"
        if not self.instance.avatar_id:
            del self.fields["without_picture"]

    def clean_picture(self) -> bytes | None:
        """Written anew, without metadata. What cannot be shown is refused while the form can say so."""
        file: UploadedFile | None = self.cleaned_data["picture"]
        if file is None:
            return None
        data = file.read(PICTURE_LIMIT + 1)
        if len(data) > PICTURE_LIMIT:
            raise forms.ValidationError(f"This picture is too large: at most {PICTURE_LIMIT // 1_000_000} MB fit.")
        if extension_of(data) is None:
            raise forms.ValidationError("This is no picture that can be shown here.")
        try:
            return reencoded(data)
        except UnreadablePicture as error:
            raise forms.ValidationError(str(error)) from None

    @change()
    def save(self, commit: bool = True) -> Profile:  # noqa: FBT001, FBT002
        # Of two first saves at once, the second waits, and finds the row of the first.
        User.objects.select_for_update(no_key=True).filter(pk=self.instance.user_id).first()
        self.instance.pk = self.instance.pk or Profile.of(self.instance.user).pk
        former = self.instance.avatar
        if self.cleaned_data["picture"]:
            picture = self.cleaned_data["picture"]
            self.instance.avatar = Attachment.of_contents(picture, extension_of(picture) or "", "Portrait")
        elif self.cleaned_data.get("without_picture"):
            self.instance.avatar = None
        saved = super().save(commit)
        if former is not None and former != saved.avatar:
            former.let_go()
        return saved


@cache
def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


class TokenForm(Plain, forms.Form):
    name = forms.CharField(max_length=60, label="What it is for", help_text="Such as the machine that it is on.")
    scope = forms.ChoiceField(choices=ApiToken.Scope, label="What it may do")
    days = forms.TypedChoiceField(
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year")], coerce=int, initial=90, label="It works for"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        if ApiToken.objects.filter(user=self.user).count() >= MOST_TOKENS:
            raise forms.ValidationError(f"{MOST_TOKENS} tokens are enough: revoke one that you do not use.")
        return super().clean() or self.cleaned_data

    def make(self) -> tuple[ApiToken, str]:
        return ApiToken.make(self.user, **self.cleaned_data)


class ClosingForm(Plain, forms.Form):
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
        self.user = user

    def clean_username(self) -> str:
        if self.cleaned_data["username"] != self.user.get_username():
            raise forms.ValidationError("This is not your user name.")
        return self.cleaned_data["username"]

    def close(self) -> None:
        """Raises LastOperator."""
        close(self.user, keep_entries=self.cleaned_data["entries"] == "keep")
