"""Words across topics."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from journal.forms.filters import read_window
from journal.http.parameters import WINDOW, reads
from journal.models import Tag
from journal.reads import authors
from journal.reads.chronicle import chronicle_of
from journal.reads.entries import list_entries
from journal.reads.tags import find_tag, tags_in_use


@reads()
@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    """Every tag that a public entry has, with how many."""
    return render(request, "journal/tags/list.html", {"tags": tags_in_use()})


@reads(*WINDOW)
@require_safe
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries with a tag."""
    tag = find_tag(request.user, slug)
    if tag is None:
        return _moved(request, slug)
    page = list_entries(request.user, read_window(request.GET), tag=tag.pk)
    chronicle = chronicle_of(page, authors.several(request.user))
    return render(request, "journal/tags/detail.html", {"tag": tag, "chronicle": chronicle})


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """To what the tag is called now. 404 where this person finds no entry that has it."""
    former = Tag.formerly(slug).first()
    tag = find_tag(request.user, former.slug) if former else None
    if tag is None:
        raise Http404
    return redirect(tag, permanent=True)
