"""Those who write here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from journal.forms.filters import read_window
from journal.http.parameters import WINDOW, reads
from journal.reads import authors
from journal.reads.chronicle import chronicle_of
from journal.reads.entries import list_entries


@reads(*WINDOW)
@require_safe
def author_detail(request: HttpRequest, username: str) -> HttpResponse:
    """A person and their entries. Whoever has none that one finds has no page: no account is given away."""
    author = authors.author(request.user, username)
    if author is None:
        raise Http404
    page = list_entries(request.user, read_window(request.GET), author=author.pk)
    return render(request, "journal/authors/detail.html", {"author": author, "chronicle": chronicle_of(page, {})})
