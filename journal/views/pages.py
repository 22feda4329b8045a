"""The home page, the standing pages, and whether all is well."""

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from journal.database.keyset import Window
from journal.http.parameters import reads
from journal.models.page import ABOUT
from journal.reads import authors
from journal.reads.chronicle import chronicle_of
from journal.reads.entries import list_entries
from journal.reads.page import standing_page
from journal.reads.roadmap import Roadmap


@reads()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The chronicle: what this journal is, where its author stands, and what is new."""
    philosophy, people = authors.opening(request.user)
    context = {
        "philosophy": philosophy,
        "authors": people.values(),
        "roadmap": Roadmap.read(),
        "chronicle": chronicle_of(list_entries(request.user, Window()), people),
    }
    return render(request, "journal/home.html", context)


@reads()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    page = standing_page(ABOUT)
    if page is None:
        raise Http404
    return render(request, "journal/page.html", {"page": page})


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503: for whoever watches the server."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM journal_edition")
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unavailable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
