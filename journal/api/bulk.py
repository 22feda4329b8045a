"""Many entries at once: all of them, or none."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
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


class Upsert(EntryChange):
    """By its `key`: made where there is none, else changed on `version`."""

    key = serializers.UUIDField()


class Upserts(serializers.Serializer):
    entries = serializers.ListField(child=Upsert(), min_length=1, max_length=MOST)


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
        items = given.validated_data["entries"]
        keys = [item["key"] for item in items]
        if len(set(keys)) < len(keys):
            raise ValidationError({"entries": ["Two of them have the same key."]})
        written = _written(items, cast(User, request.user))
        return Response({"entries": [{name: getattr(entry, name) for name in _SAID} for entry in written]})


_SAID = ("id", "key", "slug", "version")


def _written(items: list[dict[str, Any]], person: User) -> list[Entry]:
    """Raises ValidationError or Conflict with what is wrong with each; nothing is kept then."""
    known = {entry.key: entry for entry in Entry.objects.filter(key__in=[item["key"] for item in items])}
    for item in items:  # before the transaction: nobody waits for five hundred texts
        former = known.get(item["key"])
        item["document"] = render(item.get("body", former.body if former else ""))
    try:
        with transaction.atomic():
            return _write(items, known, person)
    except IntegrityError:
        raise Conflict("Somebody wrote one of these at the same moment.") from None


def _write(items: list[dict[str, Any]], known: dict[Any, Entry], person: User) -> list[Entry]:
    mine = set(
        Entry.objects.editable_by(person)
        .filter(pk__in=[entry.pk for entry in known.values()])
        .values_list("pk", flat=True)
    )
    written, errors, stale = [], {}, False
    for number, item in enumerate(items):
        entry = known.get(item["key"]) or Entry(author=person, key=item["key"])
        try:
            if entry.pk and entry.pk not in mine:
                raise JournalError("This key is taken.")
            written.append(_one(entry, dict(item), person))
        except JournalError as error:
            stale |= isinstance(error, StaleVersion)
            errors[number] = [str(error)]
    if errors:
        places = {str(number): words for number, words in errors.items()}
        if stale:
            raise Conflict(
                "Some have been changed since.",
                errors=[
                    {"pointer": f"/entries/{number}", "detail": words[0], "code": "stale"}
                    for number, words in places.items()
                ],
            )
        raise ValidationError({"entries": places})
    return written


def _one(entry: Entry, item: dict[str, Any], person: User) -> Entry:
    item.pop("key")
    version = item.pop("version", None)
    if entry.pk and version is None:
        raise StaleVersion(entry.version)
    if "tags" in item:
        item["tags"] = Tag.objects.named(item["tags"])
    with transaction.atomic():
        return entry.revise(version=version if entry.pk else None, by=person, **item)
