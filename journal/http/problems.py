"""Problem details, in which programs are told what is wrong: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

MEDIA_TYPE = "application/problem+json"
_API = "/api/"


def is_for_a_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(_API)


def details(status: int, detail: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}


def problem(status: int, detail: str = "") -> JsonResponse:
    return JsonResponse(details(status, detail), status=status, content_type=MEDIA_TYPE)
