"""The chronicle by year and month, and what was written on this day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from journal.forms.filters import read_window
from journal.http.parameters import WINDOW, reads
from journal.reads import authors
from journal.reads.archive import list_on_this_day, months_of, published_years, start_of
from journal.reads.chronicle import chronicle_of
from journal.reads.entries import list_entries


@reads()
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The latest year that has entries."""
    years = published_years()
    if not years:
        return render(request, "journal/archive/year.html", {"years": []})
    return redirect("archive-year", years[0][0])


@reads()
@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """Each day of a year, drawn and as a table."""
    years = published_years()
    if year not in dict(years):
        raise Http404
    months = months_of(year)
    context = {"year": year, "years": years, "months": [month for month in months if month.count], "drawn": months}
    return render(request, "journal/archive/year.html", context)


@reads(*WINDOW)
@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The entries of a month."""
    start, end = start_of(year, month), start_of(year, month + 1)
    page = list_entries(request.user, read_window(request.GET), start=start, end=end)
    chronicle = chronicle_of(page, authors.several(request.user))
    if not chronicle.days:
        raise Http404
    return render(request, "journal/archive/month.html", {"start": start, "chronicle": chronicle})


@reads(*WINDOW)
@require_safe
def on_this_day(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = list_on_this_day(today, read_window(request.GET))
    chronicle = chronicle_of(page, authors.several(request.user))
    return render(request, "journal/archive/on_this_day.html", {"today": today, "chronicle": chronicle})
