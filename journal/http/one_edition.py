"""Each request reads of one edition, which is asked for once, by whoever needs it first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from journal.database.edition import one_edition


class OneEditionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_edition():
            return self.get_response(request)
