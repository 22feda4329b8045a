"""Words across topics."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from journal.forms.filters import read_place
from journal.models import Tag, reading

from .lists import chronicle_of


@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    """Every tag that a public entry has, with how many."""
    return render(request, "journal/tags/list.html", {"tags": reading.tags_in_use()})


@require_safe
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries with a tag."""
    tag = reading.tag(slug) or Tag.formerly(slug).first()
    if tag is None:
        raise Http404
    chronicle = chronicle_of(reading.entries(request.user, read_place(request.GET), tag=tag.pk))
    if not chronicle.days:
        raise Http404  # a tag that only drafts have is nobody's business
    if tag.slug != slug:
        return redirect(tag, permanent=True)
    return render(request, "journal/tags/detail.html", {"tag": tag, "chronicle": chronicle})
