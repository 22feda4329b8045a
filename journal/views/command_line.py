"""The program for writing from anywhere."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from journal.http.parameters import reads


@reads()
@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """`bin/chronicles`, to be saved and run."""
    response = HttpResponse(_source(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="chronicles"'
    return response


@cache
def _source() -> bytes:
    return (settings.BASE_DIR / "bin" / "chronicles").read_bytes()
