"""What the API shows of each noun, and takes."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from journal.forms.writing import EARLIEST, LATEST, MAX_TAG
from journal.models import Attachment, Entry, Revision, Snippet, Tag, Topic
from journal.models.entries.revision import NOTE_LIMIT
from journal.models.errors import UnacceptableText
from journal.models.rendered import BODY_LIMIT, acceptable_text
from journal.text.slugs import MAX_LENGTH, slugify


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ("slug", "name")


class TopicSerializer(serializers.ModelSerializer):
    """A step on the roadmap; `parent` is its stage, null for a stage itself."""

    parent = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = Topic
        fields = ("slug", "title", "summary", "parent", "target_on")


class SnippetSerializer(serializers.ModelSerializer):
    """A block of code; `output` is null where the text gives none."""

    entry = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    position = serializers.IntegerField(read_only=True, help_text="In its entry, from 0.")

    class Meta:
        model = Snippet
        fields = ("id", "entry", "position", "name", "language", "title", "code", "output")


class SnippetOfEntrySerializer(SnippetSerializer):
    class Meta:
        model = Snippet
        fields = ("id", "position", "name", "language", "title", "code", "output")


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "object"}]})
class NameOrTopic(serializers.SlugRelatedField):
    """Its slug; expanded, the whole."""


@extend_schema_field({"type": "array", "items": {"oneOf": [{"type": "string"}, {"type": "object"}]}})
class NamesOrTags(serializers.ManyRelatedField):
    """Their names, as they are written; expanded, the whole."""


class State(serializers.ChoiceField):
    """What keeps an entry from being listed, or that nothing does."""

    def to_representation(self, value: Any) -> Any:
        return value or "listed"


class EntrySerializer(serializers.ModelSerializer):
    """An entry. `body`, its Markdown, is the truth; all else follows from it, or stands beside it.

    It describes what `reads/records.py` reads, and a test holds both to the same values: a serializer would take most
    of the time that a list takes.
    """

    topic = NameOrTopic(slug_field="slug", read_only=True)
    tags = NamesOrTags(child_relation=serializers.SlugRelatedField(slug_field="name", read_only=True), read_only=True)
    author = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    # Said here, because what an integer may be is another with each database.
    minutes = serializers.IntegerField(read_only=True, help_text="To read it.")
    version = serializers.IntegerField(read_only=True)
    state = State(choices=["listed", "draft", "scheduled", "unlisted", "mentors", "private"], read_only=True)

    class Meta:
        model = Entry
        fields = (
            "id",
            "key",
            "slug",
            "url",
            "title",
            "kind",
            "topic",
            "tags",
            "author",
            "summary",
            "excerpt",
            "minutes",
            "visibility",
            "state",
            "published_at",
            "created_at",
            "updated_at",
            "version",
            "body",
            "html",
        )
        read_only_fields = fields


class Text(serializers.CharField):
    """Nothing but a string: a number is no title."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Slug(serializers.SlugRelatedField):
    """The row with this slug; text that PostgreSQL cannot even look for is that of none."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or "\x00" in data:
            self.fail("invalid")
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError:
            raise serializers.ValidationError(
                f"There is no {self.field_name} “{data[:80]}”.", "does_not_exist"
            ) from None


class Exactly(serializers.Serializer):
    """A field that is unknown is refused: nothing that was meant is passed over."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            raise serializers.ValidationError({name: ["There is no such field to write."] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Key(serializers.UUIDField):
    """A string: a number would be one too."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class EntryChange(Exactly):
    """What may be written. A field that is left out stays as it is."""

    title = Text(max_length=200)
    body = Text(max_length=BODY_LIMIT, allow_blank=True, trim_whitespace=False, required=False)
    topic = Slug(slug_field="slug", queryset=Topic.objects.all(), help_text="The slug of its topic.")
    kind = serializers.ChoiceField(choices=Entry.Kind.choices, required=False)
    summary = Text(max_length=300, allow_blank=True, required=False)
    visibility = serializers.ChoiceField(choices=Entry.Visibility.choices, required=False)
    slug = Text(
        max_length=MAX_LENGTH,
        required=False,
        help_text="Its address; else made from the title.",
    )
    tags = serializers.ListField(
        child=Text(max_length=MAX_TAG, validators=Tag._meta.get_field("name").validators),
        max_length=50,
        required=False,
        help_text="Names; new ones are made.",
    )
    note = Text(max_length=NOTE_LIMIT, allow_blank=True, required=False, help_text="For the history.")
    id = serializers.IntegerField(
        required=False, help_text="Which entry is meant: another one that has this address now answers 404."
    )
    version = serializers.IntegerField(
        min_value=1, required=False, help_text="The version that the change was made on; `If-Match` says it too."
    )

    def validate_slug(self, slug: str) -> str:
        if slugify(slug) != slug:
            raise serializers.ValidationError(f"An address has letters, digits and dashes, as in “{slugify(slug)}”.")
        return slug

    def validate_body(self, body: str) -> str:
        try:
            return acceptable_text(body.replace("\r\n", "\n"))
        except UnacceptableText as error:
            raise serializers.ValidationError(str(error)) from None


class NewEntry(EntryChange):
    """With a `key` that the client made, sending it twice makes one entry."""

    key = Key(required=False)
    id = version = None  # type: ignore[assignment]


class Publication(Exactly):
    """When an entry appears; without a moment, at once."""

    at = serializers.DateTimeField(required=False, allow_null=True)

    def validate_at(self, moment: datetime | None) -> datetime | None:
        if moment and not EARLIEST < moment < LATEST:
            raise serializers.ValidationError(f"A date from {EARLIEST.year} to {LATEST.year - 1}.")
        return moment


class RevisionSerializer(serializers.ModelSerializer):
    version = serializers.IntegerField(read_only=True)
    saved_by = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = Revision
        fields = ("version", "title", "saved_by", "saved_at", "note", "is_notable")


class WholeRevisionSerializer(RevisionSerializer):
    class Meta:
        model = Revision
        fields = (*RevisionSerializer.Meta.fields, "body")


class AttachmentSerializer(serializers.ModelSerializer):
    size = serializers.IntegerField(read_only=True, help_text="Bytes.")
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    markdown = serializers.CharField(read_only=True, help_text="How a text shows it.")

    class Meta:
        model = Attachment
        fields = ("name", "label", "size", "url", "markdown")


class Upload(serializers.Serializer):
    file = serializers.FileField()


class FacetChoice(serializers.Serializer):
    label = serializers.CharField()
    count = serializers.IntegerField()
    query = serializers.CharField(help_text="What to ask for instead.")


class FacetSerializer(serializers.Serializer):
    name = serializers.CharField()
    choices = FacetChoice(many=True)


class ResultSerializer(serializers.Serializer):
    """An entry that was found. `excerpt` is pieces of text, each with whether it is what was looked for."""

    slug = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    topic = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    excerpt = serializers.ListField(child=serializers.ListField())


class Change(serializers.Serializer):
    """What happened to an entry since: it is new or different, or it went to the trash."""

    id = serializers.IntegerField(help_text="The entry’s, which stays when its address changes.")
    slug = serializers.CharField()
    author = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True, help_text="null for one that is gone.")
    changed_at = serializers.DateTimeField()
    is_gone = serializers.BooleanField()


class Merged(serializers.Serializer):
    """Beside a 409: what both wanted, and one text that has both."""

    base = serializers.CharField()
    theirs = serializers.CharField()
    merged = serializers.CharField(help_text="Lines between <<<<<<< and >>>>>>> are to be decided.")
    version = serializers.IntegerField(help_text="To send with what becomes of it.")
    conflicts = serializers.IntegerField(help_text="Places in the text that are to be decided.")
    differing = serializers.DictField(help_text="Of what was sent beside the text, what it is there now.")


class FieldError(serializers.Serializer):
    pointer = serializers.CharField(help_text="A JSON pointer to the place in what was sent.")
    detail = serializers.CharField()
    code = serializers.CharField()


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    errors = FieldError(many=True, required=False)
    conflict = Merged(required=False)
    entry = serializers.CharField(required=False)
