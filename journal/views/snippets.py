"""Code, apart from the entries that explain it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from journal.forms.filters import SnippetFilter, read_window, topic_choices
from journal.http.parameters import WINDOW, reads
from journal.models import Entry, Snippet
from journal.reads.chronicle import neighbours
from journal.reads.counts import public_counts
from journal.reads.snippets import list_snippets, read_snippet
from journal.reads.topics import all_topics

GONE = "This code is no longer in its entry.\n"


@reads("language", "topic", *WINDOW)
@require_safe
def snippet_list(request: HttpRequest) -> HttpResponse:
    """All code, newest first, by language and topic."""
    topics = all_topics()
    languages = public_counts("language").totals()
    chosen = SnippetFilter.read(request.GET, topics, [name for name, _ in languages])
    page = list_snippets(request.user, read_window(request.GET), **chosen.arguments)
    older, newer = neighbours(page, chosen.query)
    context = {
        "chosen": chosen,
        "stages": topic_choices(topics),
        "languages": [(name, f"{name or 'text'} ({count})") for name, count in languages],
        "snippets": page.rows,
        "older": older,
        "newer": newer,
    }
    return render(request, "journal/snippets/list.html", context)


@reads()
@require_safe
def snippet_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One snippet, and the entry that it belongs to."""
    snippet = read_snippet(request.user, pk)
    if snippet is None:
        raise Http404
    if snippet.retired_at is not None:
        return render(request, "journal/snippets/gone.html", {"snippet": snippet}, status=410)
    return render(request, "journal/snippets/detail.html", {"snippet": snippet})


@reads()
@require_safe
def snippet_raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The code alone, as plain text."""
    visible = Snippet.with_retired.of(Entry.objects.visible_to(request.user))
    snippet = get_object_or_404(visible.only("code", "retired_at"), pk=pk)
    if snippet.retired_at is not None:
        return HttpResponse(GONE, status=410, content_type="text/plain; charset=utf-8")
    return HttpResponse(snippet.code, content_type="text/plain; charset=utf-8")
