"""The roadmap and its topics."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from journal.forms.filters import read_window, within
from journal.http.parameters import WINDOW, reads
from journal.models import Topic
from journal.reads import authors
from journal.reads.chronicle import chronicle_of
from journal.reads.entries import list_entries
from journal.reads.roadmap import Roadmap
from journal.reads.topics import topic_texts


@reads()
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """The roadmap: every stage and topic in order, with what has been written so far."""
    return render(request, "journal/topics/list.html", {"roadmap": Roadmap.read()})


@reads(*WINDOW)
@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic or a stage: what it is, why it matters, and its entries."""
    roadmap = Roadmap.read()
    step = roadmap.find(slug)
    if step is None:
        return _moved(slug)
    page = list_entries(request.user, read_window(request.GET), **within(step.topic))
    context = {
        "step": step,
        "texts": topic_texts(step.topic.pk),
        "stage": roadmap.stage_of(step),
        "chronicle": chronicle_of(page, authors.several(request.user)),
    }
    return render(request, "journal/topics/detail.html", context)


def _moved(slug: str) -> HttpResponse:
    topic = Topic.formerly(slug).first()
    if topic is None:
        raise Http404
    return redirect(topic, permanent=True)
