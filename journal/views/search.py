"""Finding things again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from journal.http.context import origin_of
from journal.http.parameters import reads
from journal.reads import authors
from journal.search import finding, puzzles
from journal.search import suggestions as words
from journal.search.alike import alike
from journal.search.language import Query, parse

from .entries import moved

PASTED = 8_000  # characters: more than an address can have


@reads("q", "words", "order", "after")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for `q`, by `order`, from `after` on; a pasted error finds what is like it."""
    typed = request.GET.get("q", "")
    pasted = None if "words" in request.GET else puzzles.find_pasted(typed[:PASTED], request.user)
    if pasted and pasted.alike:
        return render(request, "journal/search/pasted.html", {"typed": typed[:PASTED], "pasted": pasted})
    words = pasted.words if pasted else typed
    query = parse(words)
    order = finding.DATE if request.GET.get("order") == finding.DATE else finding.RELEVANCE
    found = finding.search(query, request.user, order=order, after=request.GET.get("after", ""))
    context = {
        "query": query,
        "typed": typed[:PASTED] if pasted else query.text,
        "found": found,
        "authors": authors.several(request.user) if found.results else {},
        "order": order if order == finding.DATE else "",
        "words": "words" in request.GET,
        "orders": _orders(query, order),
        "more": _address(query, order, after=found.more) if found.more else "",
        **_ways_on(query, found),
    }
    return render(request, "journal/search/results.html", context)


@reads()
@require_safe
def entry_alike(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries that one is related to."""
    found = alike(request.user, slug)
    if found is None:
        return moved(request, slug, "entry-alike")
    title, results = found
    context = {"slug": slug, "title": title, "results": results, "authors": authors.several(request.user)}
    return render(request, "journal/search/alike.html", context)


@reads("q")
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """The completions of `q`, as browsers ask for them: [q, [completions]]."""
    typed = request.GET.get("q", "")[:200]
    return JsonResponse([typed, finding.completions(parse(typed), request.user)], safe=False)


@reads()
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description by which browsers let people search a site from their address bar."""
    context = {
        "search": origin_of(request) + reverse("search"),
        "suggestions": origin_of(request) + reverse("search-suggestions"),
    }
    return render(
        request, "journal/search/opensearch.xml", context, content_type="application/opensearchdescription+xml"
    )


@reads()
@require_safe
def bug_list(request: HttpRequest) -> HttpResponse:
    """Puzzles, by the exception that they are about."""
    groups = puzzles.puzzles_by_exception(request.user)
    shown: set[int] = set()
    for _, bugs in groups:
        shown.update(bug["pk"] for bug in bugs)
    are_more = len(shown) == puzzles.LISTED
    return render(request, "journal/search/bugs.html", {"groups": groups, "are_more": are_more})


def _orders(query: Query, order: str) -> list[tuple[str, str, bool]]:
    labels = {finding.RELEVANCE: "Best first", finding.DATE: "Newest first"}
    return [(label, _address(query, other), other == order) for other, label in labels.items()]


def _ways_on(query: Query, found: finding.Results) -> dict[str, object]:
    """What else to try: without one of the filters, and, where nothing was found, other words."""
    filters = [(f"{chosen.name}: {chosen.value}", _address(query.without(chosen))) for chosen in query.filters]
    meant = "" if query.is_empty or (found.count and not found.is_partial) else words.did_you_mean(query)
    return {"filters": filters, "meant": meant, "meant_address": _address(meant)}


def _address(query: Query | str, order: str = finding.RELEVANCE, after: str = "") -> str:
    text = query if isinstance(query, str) else query.text
    values = {"q": text, "order": order if order != finding.RELEVANCE else "", "after": after}
    return "?" + urlencode({name: value for name, value in values.items() if value})
