"""Errors of the API as problem details."""

import logging
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as FieldsRefused
from django.db import IntegrityError
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.exceptions import PermissionDenied as Forbidden
from rest_framework.response import Response
from rest_framework.views import exception_handler

from journal.http.problems import MEDIA_TYPE, details, problem
from journal.models.errors import EntryGone, JournalError, SlugTaken, StaleVersion

_logger = logging.getLogger(__name__)


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler. None, for what nobody foresaw, leaves the answer to Django."""
    known = _known(error)
    if known is None:
        return None
    response = cast(Response, exception_handler(known, context))
    response.data, response.content_type = details(known.status_code, **_facts(known)), MEDIA_TYPE
    return response


@csrf_exempt
def no_such_address(request: HttpRequest, path: str = "") -> JsonResponse:
    return problem(404, "Nothing is at this address of the API.")


class Refusal(APIException):
    """`more` goes into the answer beside what every problem says."""

    def __init__(self, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.more = more


class Conflict(Refusal):
    status_code = 409
    default_code = "conflict"


class Gone(Refusal):
    status_code = 410
    default_code = "gone"


def _known(error: Exception) -> APIException | None:
    if isinstance(error, APIException):
        return error
    for kind, answer in _ANSWERS.items():
        if isinstance(error, kind):
            return answer(error)
    return None


def _refused(error: FieldsRefused) -> APIException:
    if hasattr(error, "error_dict"):
        return ValidationError(error.message_dict)
    return ValidationError(error.messages)


def _clashed(error: IntegrityError) -> APIException:
    _logger.warning("Of two changes at the same moment one was refused: %s", error)
    return Conflict("Something else was changed at the same moment. Try again.")


def _too_big(error: RequestDataTooBig) -> APIException:
    too_big = APIException("What was sent is too large.")
    too_big.status_code = 413
    return too_big


def _not_understood(error: Exception) -> APIException:
    return ValidationError([str(error) or "This is not understood."])


# The first that fits answers.
_ANSWERS: dict[type[Exception], Callable[[Any], APIException]] = {
    Http404: lambda error: NotFound(),
    PermissionDenied: lambda error: Forbidden(),
    FieldsRefused: _refused,
    IntegrityError: _clashed,
    EntryGone: lambda error: NotFound(str(error)),
    StaleVersion: lambda error: Conflict(str(error)),
    SlugTaken: lambda error: ValidationError({"slug": [str(error)]}),
    JournalError: _not_understood,
    RequestDataTooBig: _too_big,
    BadRequest: _not_understood,
}


def _facts(error: APIException) -> dict[str, Any]:
    if isinstance(error, ValidationError):
        return {"detail": "Some of what was sent is not accepted.", "errors": list(errors_of(error.detail))}
    more = getattr(error, "more", {})
    return {"detail": str(error.detail), **more}


def errors_of(detail: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """Each with the place in what was sent, as a JSON pointer: RFC 6901."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            place = pointer if name == "non_field_errors" else f"{pointer}/{name}"
            yield from errors_of(inner, place)
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            place = f"{pointer}/{number}" if isinstance(inner, dict | list) else pointer
            yield from errors_of(inner, place)
    else:
        yield {"pointer": pointer, "detail": str(detail), "code": str(getattr(detail, "code", "invalid"))}
