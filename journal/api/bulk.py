"""Many entries at once: all of them, or none."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journal.models import Entry, Tag
from journal.models.errors import JournalError, StaleVersion
from journal.text.renderer import render

from .describing import FAILS_TO_WRITE
from .examples import MANY
from .problems import Conflict
from .serializers import EntryChange

MOST = 500
MOST_TEXT = 2_000_000  # characters: what one request may have the server render


class Upsert(EntryChange):
    """By its `key`: made where there is none, else changed on `version`."""

    key = serializers.UUIDField()
    id = None  # type: ignore[assignment]


class Upserts(serializers.Serializer):
    entries = serializers.ListField(child=Upsert(), min_length=1, max_length=MOST)

    def validate_entries(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if sum(len(item.get("body", "")) for item in items) > MOST_TEXT:
            raise serializers.ValidationError(f"Their texts together may have {MOST_TEXT:,} characters.")
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
    known = {entry.key: entry for entry in Entry.objects.filter(key__in=[item["key"] for item in items])}
    for item in items:  # before the transaction: nobody waits for five hundred texts
        former = known.get(item["key"])
        item["document"] = render(item.get("body", former.body if former else ""))
    written, refused = [], {}
    with transaction.atomic():
        _name_tags(items)
        mine = set(Entry.objects.editable_by(person).filter(key__in=known).values_list("key", flat=True))
        for number, item in enumerate(items):
            key = item.pop("key")
            try:
                if key in known and key not in mine:
                    raise JournalError("This key is taken.")
                written.append(_one(known.get(key) or Entry(author=person, key=key), item, person))
            except JournalError as error:
                refused[number] = error
        if refused:
            raise _refusal(refused)
    return written


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
        raise StaleVersion(entry.version)
    with transaction.atomic():
        return entry.revise(version=version if entry.pk else None, by=person, **item)


def _refusal(refused: dict[int, JournalError]) -> APIException:
    errors = {str(number): str(error) for number, error in refused.items()}
    if not any(isinstance(error, StaleVersion) for error in refused.values()):
        return ValidationError({"entries": errors})
    places = [{"pointer": f"/entries/{number}", "detail": words, "code": "stale"} for number, words in errors.items()]
    return Conflict("Some have been changed since.", errors=places)
