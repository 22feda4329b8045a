"""Many entries at once: all of them, or none."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError as FieldsRefused
from django.db import transaction
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journal.models import Entry, Tag
from journal.models.errors import JournalError, SlugTaken, StaleVersion
from journal.text.renderer import render

from .describing import FAILS_TO_WRITE
from .examples import MANY
from .problems import Conflict, errors_of
from .serializers import EntryChange, Key

MOST = 500
MOST_TEXT = 2_000_000  # characters: what one request may have the server render


class Upsert(EntryChange):
    """By its `key`: made where there is none, else changed on `version`."""

    key = Key()
    id = None  # type: ignore[assignment]


class Upserts(serializers.Serializer):
    entries = serializers.ListField(child=Upsert(), min_length=1, max_length=MOST)

    def validate_entries(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        keys = [item["key"] for item in items]
        if len(set(keys)) < len(keys):
            raise serializers.ValidationError("Two of them have the same key.")
        return items


class WrittenEntry(serializers.ModelSerializer):
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Entry
        fields = ("id", "key", "slug", "version")


class BulkView(APIView):
    @extend_schema(
        summary="Write up to 500 entries",
        description="Each is made or changed by its `key`. If one cannot be, none is, and `errors` says which.",
        request=Upserts,
        responses={200: inline_serializer("Written", {"entries": WrittenEntry(many=True)}), **FAILS_TO_WRITE},
        examples=MANY,
    )
    def post(self, request: Request) -> Response:
        given = Upserts(data=request.data)
        given.is_valid(raise_exception=True)
        written = _written(given.validated_data["entries"], cast(User, request.user))
        return Response({"entries": WrittenEntry(written, many=True).data})


def _written(items: list[dict[str, Any]], person: User) -> list[Entry]:
    """Raises ValidationError or Conflict with what is wrong with each; nothing is kept then."""
    keys = [item["key"] for item in items]
    own = {entry.key: entry for entry in Entry.objects.editable_by(person).filter(key__in=keys)}
    taken = set(Entry.objects.filter(key__in=keys).values_list("key", flat=True)).difference(own)
    _render(items, own)
    written, refused = [], {}
    with transaction.atomic():
        _name_tags(items)
        for number, item in enumerate(items):
            key = item.pop("key")
            try:
                if key in taken:
                    raise JournalError("This key is taken.")
                written.append(_one(own.get(key) or Entry(author=person, key=key), item, person))
            except (JournalError, FieldsRefused, ValidationError) as error:
                refused[str(number)] = _detail(error)
        if refused:
            raise _refusal(refused)
    return written


def _render(items: list[dict[str, Any]], own: dict[Any, Entry]) -> None:
    """Before the transaction: nobody waits for five hundred texts."""
    texts = [item.get("body", own[item["key"]].body if item["key"] in own else "") for item in items]
    if sum(map(len, texts)) > MOST_TEXT:
        raise ValidationError({"entries": [f"Their texts together may have {MOST_TEXT:,} characters."]})
    for item, text in zip(items, texts, strict=True):
        item["document"] = render(text)


def _name_tags(items: list[dict[str, Any]]) -> None:
    """Tags in the place of their names, each looked for once."""
    names = list(dict.fromkeys(name for item in items for name in item.get("tags", ())))
    found = {name: Tag.objects.named([name]) for name in names}
    for item in items:
        if "tags" in item:
            item["tags"] = [tag for name in item["tags"] for tag in found[name]]


def _one(entry: Entry, item: dict[str, Any], person: User) -> Entry:
    version = item.pop("version", None)
    if entry.pk and version is None:
        if _has(entry, item):  # it was sent before, and the answer did not arrive
            return entry
        raise ValidationError({"version": ["Say which version was changed: there is an entry with this key."]})
    with transaction.atomic():
        return entry.revise(version=version if entry.pk else None, by=person, **item)


def _has(entry: Entry, item: dict[str, Any]) -> bool:
    fields = {name: value for name, value in item.items() if name in Entry.EDITABLE}
    is_same = all(getattr(entry, name) == value for name, value in fields.items())
    return is_same and ("tags" not in item or set(item["tags"]) == set(entry.tags.all()))


def _detail(error: JournalError | FieldsRefused | ValidationError) -> Any:
    """As REST framework has it."""
    if isinstance(error, ValidationError):
        return error.detail
    if isinstance(error, FieldsRefused):
        return error.message_dict
    words = [ErrorDetail(str(error), "stale" if isinstance(error, StaleVersion) else "invalid")]
    return {"slug": words} if isinstance(error, SlugTaken) else words


def _refusal(refused: dict[str, Any]) -> APIException:
    refusal = ValidationError({"entries": refused})
    errors = list(errors_of(refusal.detail))
    if any(error["code"] == "stale" for error in errors):
        return Conflict("Some have been changed since.", errors=errors)
    return refusal
