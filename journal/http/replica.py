"""Visitors read a copy of the database, if there is one; whoever is signed in reads what they have just saved."""

import logging
from collections.abc import Callable
from time import monotonic

from django.http import HttpRequest, HttpResponse

from journal.database.replica import reading_the_copy

from .headers import is_personal

PAUSE = 15.0  # seconds without asking the copy, after it did not answer

_logger = logging.getLogger("journal.replica")


class ReplicaMiddleware:
    """Outside the page cache, so that a page is kept under the edition of the copy that it was read from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._asks_again_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or is_personal(request) or monotonic() < self._asks_again_at:
            return self.get_response(request)
        with reading_the_copy():
            response = self.get_response(request)
        if not getattr(response, "has_lost_database", False):
            return response
        self._asks_again_at = monotonic() + PAUSE
        _logger.warning("The copy of the database does not answer: reading the database itself.")
        return self.get_response(request)
