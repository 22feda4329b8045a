"""Many entries at once: all of them, or none."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError as FieldsRefused
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journal.models import Entry
from journal.models.entries.saving import NotSaved, refusals_of, save_all
from journal.models.entries.written import Saving
from journal.models.errors import JournalError, SlugTaken, StaleVersion
from journal.text.document import Document
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
    own = {
        entry.key: entry for entry in Entry.objects.editable_by(person).filter(key__in=keys).prefetch_related("tags")
    }
    taken = set(Entry.objects.filter(key__in=keys).values_list("key", flat=True)).difference(own)
    written: list[Entry] = []
    changed: dict[int, dict[str, Any]] = {}
    refused: dict[int, Any] = {}
    for number, item in enumerate(items):
        entry = own.get(item["key"]) or Entry(author=person, key=item["key"])
        try:
            if item["key"] in taken:
                raise JournalError("This key is taken.")
            if not _is_there(entry, item):
                entry.prepare(**{name: value for name, value in item.items() if name in Entry.EDITABLE})
                changed[number] = item
        except (JournalError, FieldsRefused, ValidationError) as error:
            refused[number] = _detail(error)
        written.append(entry)
    if sum(len(written[number].body) for number in changed) > MOST_TEXT:
        raise ValidationError({"entries": [f"Their texts together may have {MOST_TEXT:,} characters."]})
    savings = {
        number: Saving(written[number], Document(), item.get("version"), item.get("tags"), by=person)
        for number, item in changed.items()
    }
    if refused:
        raise _refusal(refused | _details(savings, refusals_of(list(savings.values()))))
    if savings:
        _save(savings)
    return written


def _save(savings: dict[int, Saving]) -> None:
    for saving in savings.values():
        saving.document = render(saving.entry.body)
    try:
        save_all(list(savings.values()))
    except NotSaved as refusal:
        raise _refusal(_details(savings, refusal.errors)) from None


def _details(savings: dict[int, Saving], errors: dict[int, JournalError]) -> dict[int, Any]:
    """The errors, by what numbers their entries were sent under."""
    numbers = list(savings)
    return {numbers[place]: _detail(error) for place, error in errors.items()}


def _is_there(entry: Entry, item: dict[str, Any]) -> bool:
    """Whether it was sent before, and the answer did not arrive. Raises ValidationError where it says no version."""
    if entry.pk is None or item.get("version") is not None:
        return False
    is_same = all(getattr(entry, name) == value for name, value in item.items() if name in Entry.EDITABLE)
    names = {tag.name.casefold() for tag in entry.tags.all()}
    if is_same and ("tags" not in item or {name.casefold() for name in item["tags"]} == names):
        return True
    raise ValidationError({"version": ["Say which version was changed: there is an entry with this key."]})


def _detail(error: JournalError | FieldsRefused | ValidationError) -> Any:
    """As REST framework has it."""
    if isinstance(error, ValidationError):
        return error.detail
    if isinstance(error, FieldsRefused):
        return error.message_dict
    code = "stale" if isinstance(error, StaleVersion) else "invalid"
    words = [ErrorDetail(str(error), code)]
    return {"slug": words} if isinstance(error, SlugTaken) else words


def _refusal(refused: dict[int, Any]) -> APIException:
    refusal = ValidationError({"entries": {str(number): refused[number] for number in sorted(refused)}})
    errors = list(errors_of(refusal.detail))
    if any(error["code"] == "stale" for error in errors):
        return Conflict("Some have been changed since.", errors=errors)
    return refusal
