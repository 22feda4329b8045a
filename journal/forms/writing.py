"""What an author may send: the forms behind the admin, with the verbs' refusals as messages."""

import json
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

from journal.models import Address, Entry, Page, Tag, Topic
from journal.models.errors import UnacceptableText
from journal.models.rendered import BODY_LIMIT, acceptable_text
from journal.models.revision import NOTE_LIMIT
from journal.text.slugs import slugify

from .merging import form_values

MAX_TAG = 60  # characters


class AddressedForm(forms.ModelForm):
    """A form with a slug: what another row has, or once had, is refused with a message."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if not slug:
            return ""
        slug = slugify(slug)
        former = Address.objects.filter(noun=self._meta.model.noun(), slug=slug)
        if former.exclude(target_id=self.instance.pk or 0).exists():
            raise forms.ValidationError("This address still leads to what had it before. Choose another.")
        return slug


class EntryForm(AddressedForm):
    """`opened_version` is the version that the form was opened on, `opened_values` what it showed then."""

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_values = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)
    body = forms.CharField(required=False, strip=False, max_length=BODY_LIMIT, widget=AdminTextareaWidget)
    note = forms.CharField(
        label="What changed", required=False, max_length=NOTE_LIMIT, help_text="For the history. May stay empty."
    )
    is_notable = forms.BooleanField(
        label="A correction", required=False, help_text="Readers are told, with what changed and when."
    )
    tag_names = forms.CharField(
        label="Tags", required=False, max_length=500, help_text="Separated by commas. New ones are made."
    )

    class Meta:
        model = Entry
        fields = ("title", "body", "topic", "kind", "summary", "visibility", "published_at", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_version"] = self.instance.version
            self.initial["opened_values"] = json.dumps(form_values(self.instance))
            self.initial["tag_names"] = ", ".join(tag.name for tag in self.instance.tags.all())

    def clean_tag_names(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["tag_names"].split(",")]
        if any(len(name) > MAX_TAG for name in names):
            raise forms.ValidationError(f"A tag has at most {MAX_TAG} characters.")
        return [name for name in names if name]

    def clean_body(self) -> str:
        return _acceptable(self.cleaned_data["body"])

    def clean_is_notable(self) -> bool:
        if self.cleaned_data["is_notable"] and not self.cleaned_data.get("note"):
            raise forms.ValidationError("Say what was corrected: readers are shown it.")
        return self.cleaned_data["is_notable"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opened, current = cleaned.get("opened_version"), self._current_version()
        if opened is not None and current is not None and opened != current:
            raise forms.ValidationError(
                "This entry has been changed since you opened it, so nothing was saved. Save again to merge."
            )
        return cleaned

    def _current_version(self) -> int | None:
        return Entry.objects.filter(pk=self.instance.pk).values_list("version", flat=True).first()


class TopicForm(AddressedForm):
    class Meta:
        model = Topic
        fields = Topic.EDITABLE

    def clean_why(self) -> str:
        return _acceptable(self.cleaned_data["why"])

    def clean_body(self) -> str:
        return _acceptable(self.cleaned_data["body"])


class TagForm(AddressedForm):
    class Meta:
        model = Tag
        fields = Tag.EDITABLE


class PageForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = ("slug", "title", "summary", "body")

    def clean_body(self) -> str:
        return _acceptable(self.cleaned_data["body"])


def _acceptable(text: str) -> str:
    """With line feeds, as it is kept: browsers send a carriage return before each."""
    try:
        return acceptable_text(text.replace("\r\n", "\n"))
    except UnacceptableText as error:
        raise forms.ValidationError(str(error)) from None
