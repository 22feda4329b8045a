"""What an author may send: the forms behind the admin, with the verbs' refusals as messages."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from journal.database.edition import change
from journal.models import Address, Draft, Entry, Page, Tag, Topic
from journal.models.entries.revision import NOTE_LIMIT
from journal.models.errors import StaleVersion, UnacceptableText
from journal.models.rendered import acceptable_text, is_visible
from journal.text.renderer import render
from journal.text.slugs import slugify

from .merging import form_values
from .selects import LongSelect
from .wording import Plain

MAX_TAG = 60  # characters
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)


class AddressedForm(forms.ModelForm):
    """A form with a slug: what another row has, or once had, is refused with a message."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if not slug:
            return ""
        slug = slugify(slug)
        former = Address.objects.filter(noun=self._meta.model.noun(), slug=slug)
        if former.exclude(target_id=self.instance.pk or 0).exists():
            raise forms.ValidationError(
                "This address still leads to what had it before, or to the trash. Choose another."
            )
        return slug


class MomentField(forms.DateTimeField):
    """One moment, in the browser's own field for it. Ages before and after any journal are refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S")

    def clean(self, value: Any) -> datetime | None:
        try:
            moment = super().clean(value)
        except OverflowError:
            moment = LATEST
        if moment and not EARLIEST < moment < LATEST:
            raise forms.ValidationError(f"Choose a date from {EARLIEST.year} to {LATEST.year - 1}.")
        return moment


class TopicIterator(ModelChoiceIterator):
    """Each stage, with its topics indented below it."""

    def __iter__(self) -> Any:
        yield ("", self.field.empty_label)
        topics = list(Topic.objects.in_order())
        for stage in topics:
            if stage.parent_id is None:
                yield self.choice(stage)
                for topic in topics:
                    if topic.parent_id == stage.pk:
                        value, label = self.choice(topic)
                        yield value, f"\u2003{label}"


class TopicField(forms.ModelChoiceField):
    iterator = TopicIterator


def sitting_field() -> forms.CharField:
    """Tells one opening of a form from another: see Draft."""
    return forms.CharField(required=False, max_length=36, initial=lambda: str(uuid.uuid4()), widget=forms.HiddenInput)


class EntryForm(Plain, AddressedForm):
    """`opened_version` is the version that the form was opened on, `opened_values` what it showed then."""

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_values = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)
    sitting = sitting_field()
    body = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    topic = TopicField(Topic.objects.all(), empty_label="Choose a topic", widget=LongSelect)
    published_at = MomentField(
        label="Date", required=False, help_text="Empty for a draft. A moment to come schedules the entry."
    )
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
        names = [name for name in names if name]
        for name in names:
            if len(name) > MAX_TAG:
                raise forms.ValidationError(f"A tag has at most {MAX_TAG} characters.")
            try:
                Tag(name=name).clean_fields(exclude=["slug"])
            except forms.ValidationError as error:
                raise forms.ValidationError(error.messages) from None
        return names

    def clean_body(self) -> str:
        return _acceptable(self.cleaned_data["body"])

    def clean_published_at(self) -> datetime | None:
        return _as_it_was(self.cleaned_data["published_at"], self.instance)

    def clean_is_notable(self) -> bool:
        if self.cleaned_data["is_notable"] and not self.cleaned_data.get("note"):
            raise forms.ValidationError("Say what was corrected: readers are shown it.")
        return self.cleaned_data["is_notable"]


class CaptureForm(Plain, forms.Form):
    """A thought, kept as a draft in the topic that was written in last. Without a title, its first line is one."""

    title = forms.CharField(required=False, max_length=200)
    body = forms.CharField(label="Text", strip=False, widget=forms.Textarea)
    sitting = sitting_field()

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["autofocus"] = True
        self.author = author

    def clean_title(self) -> str:
        """What there is to see of it, or nothing: then the text has a first line."""
        title = _acceptable(self.cleaned_data["title"])
        return title if is_visible(title) else ""

    def clean_body(self) -> str:
        return _acceptable(self.cleaned_data["body"])

    def save(self) -> Entry:
        """The new draft; the one that there is already when the form was sent twice."""
        body = self.cleaned_data["body"]
        document = render(body)  # before the transaction: nobody waits for a long text
        with change():
            title = self.cleaned_data["title"] or _first_line(body)
            is_first = Draft.end(self.author, None, self.cleaned_data["sitting"])
            if not is_first and Draft.is_saved(self.author, None, title=title, body=body):
                return Entry.objects.filter(author=self.author).latest("pk")
            topic = Topic.written_in_last(self.author) or Topic.unsorted()
            return Entry(author=self.author, topic=topic).revise(
                title=title, body=body, document=document, by=self.author
            )


class PublicationForm(Plain, forms.Form):
    """When and for whom an entry appears."""

    published_at = MomentField(
        label="From", required=False, help_text="Left empty, from now on. A moment to come schedules the entry."
    )
    visibility = forms.ChoiceField(label="For", choices=Entry.Visibility.choices, widget=forms.RadioSelect)

    opened_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        initial = {"published_at": entry.published_at, "visibility": entry.visibility, "opened_version": entry.version}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.entry = entry

    def publish(self, *, by: User) -> bool:
        """False, with a message in the form, when the entry has been changed since the form was opened."""
        given = self.cleaned_data
        moment = _as_it_was(given["published_at"], self.entry) or timezone.now()
        changes = {"published_at": moment, "visibility": given["visibility"]}
        if all(getattr(self.entry, name) == value for name, value in changes.items()):
            return True
        try:
            self.entry.revise(version=given["opened_version"], by=by, **changes)
        except StaleVersion:
            self.add_error(None, "This entry has been changed since you opened this page. Look at it again.")
            return False
        return True


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


def _first_line(body: str) -> str:
    """The first line with something to see, as a title."""
    lines = (line.strip("#>*-` \t")[:80].strip() for line in body.split("\n"))
    return next((line for line in lines if is_visible(line)), "Untitled")


def _as_it_was(moment: datetime | None, entry: Entry) -> datetime | None:
    """A field shows no fractions of a second: a date that nobody touched keeps its own."""
    saved = entry.published_at
    return saved if moment and saved and moment == saved.replace(microsecond=0) else moment


def _acceptable(text: str) -> str:
    """With line feeds, as it is kept: browsers send a carriage return before each."""
    try:
        return acceptable_text(text.replace("\r\n", "\n"))
    except UnacceptableText as error:
        raise forms.ValidationError(str(error)) from None
