"""The rows that a page repeats by the dozen, drawn in Python: a line of it costs a tenth of a template's loop.

What looks the same on page after page is drawn once and kept: filling in and escaping cost more than looking it up.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from html import escape
from itertools import chain
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from journal.models.urls import address_of, entry_address
from journal.reads.archive import Day as CalendarDay
from journal.reads.archive import Month, day_and_month
from journal.reads.authors import Author
from journal.reads.chronicle import Day
from journal.reads.roadmap import Station
from journal.reads.snippets import SnippetRow
from journal.search.excerpts import Marked
from journal.search.facets import Facet
from journal.search.finding import Result

from .journal import dated, stored

register = template.Library()

_DAY = """<li class="day" id="{date}"><time class="day__date" datetime="{date}">{label} \
<span class="day__year">{year}</span></time><div class="day__cards">"""
_DAY_END = "</div></li>\n"
_SNIPPET = """<div class="snippets__item">{}{}</div>
"""
_SNIPPET_FROM = '<p class="snippets__from">From <a href="{}">{}</a></p>'
_STATION = """<li class="station" data-state="{}"><a class="station__title" href="{}">{}</a> \
<span class="station__count">{}</span></li>
"""
_STEP = """<li class="step" data-state="{}"><h3 class="step__title"><a href="{}">{}</a></h3>\
<p class="step__summary">{}</p>{}</li>
"""
_FACET = """<div class="facet"><p class="facet__name" id="facet-{key}">{name}</p>\
<ul aria-labelledby="facet-{key}">{choices}</ul></div>
"""
_RESULT = """<li class="result">{}<h2 class="card__title"><a href="{}">{}</a></h2>{}{}{}</li>
"""
_RESULT_META = '<p class="card__meta"><span class="kind">{}</span> <span>{}</span> {}{}{}</p>'
_CALENDAR = (
    """<div class="calendar"><svg viewBox="0 0 650 98" width="650" height="98" aria-hidden="true">{}{}</svg></div>"""
)
_MONTH = '<text x="{}" y="8">{}</text>'
_EMPTY_DAY = '<rect x="{}" y="{}" width="10" height="10" rx="1.5"/>'
_BUSY_DAY = """<a href="{}#{}" tabindex="-1"><rect x="{}" y="{}" width="10" height="10" rx="1.5" data-level="{}">\
<title>{}: {}</title></rect></a>"""


@register.simple_tag
def chronicle_days(days: list[Day]) -> SafeString:
    """The ruled line: days with their entries, newest first."""
    if not days:
        return stored('<p class="nothing">Nothing has been written here yet.</p>')
    return format_html('<ol class="chronicle">{}</ol>', _joined(map(_day, days)))


def _day(day: Day) -> str:
    cards = [_signed(card, author) for card, author in day.cards]
    return "".join([_day_begun(day.date), *cards, _DAY_END])


@lru_cache(maxsize=1_000)
def _day_begun(day: date) -> SafeString:
    return format_html(_DAY, date=day.isoformat(), label=day_and_month(day), year=day.year)


def _signed(card: str, author: Author | None) -> str:
    """A card whose first line says whose it is, where it is not always the same person's."""
    return card.replace("</p>", f" {_byline(author)}</p>", 1) if author else card


@lru_cache(maxsize=200)
def _byline(author: Author) -> SafeString:
    address = address_of("author-detail", author.username)
    return format_html('<a href="{}" rel="author">{}</a>', address, author.name)


@register.simple_tag
def snippet_rows(rows: Iterable[SnippetRow]) -> SafeString:
    """Snippets, each below the entry that explains it."""
    drawn = ((_snippet_from(row.entry_slug, row.entry_title), stored(row.html)) for row in rows)
    return format_html_join("", _SNIPPET, drawn)


@lru_cache(maxsize=1_000)
def _snippet_from(slug: str, title: str) -> SafeString:
    return format_html(_SNIPPET_FROM, entry_address(slug), title)


@register.simple_tag
def stations(stages: Iterable[Station]) -> SafeString:
    """The roadmap in short: its stages down a line, filled where there is something to show."""
    return _joined(_station(_state(stage), _address(stage), stage.topic.title, _standing(stage)) for stage in stages)


@lru_cache(maxsize=500)
def _station(state: str, address: str, title: str, standing: str) -> SafeString:
    return format_html(_STATION, state, address, title, standing)


@register.simple_tag
def steps(found: Iterable[Station]) -> SafeString:
    """The topics of a stage, each with what there is to show for it."""
    return _joined(map(_step, found))


@lru_cache(maxsize=1_000)
def _step(step: Station) -> SafeString:
    topic = step.topic
    return format_html(_STEP, _state(step), _address(step), topic.title, topic.summary, evidence(step))


@register.simple_tag
@lru_cache(maxsize=1_000)
def evidence(step: Station) -> SafeString:
    """The counts of what there is to show for a step of the roadmap, each a link to what it counts."""
    query = f"{address_of('entry-list')}?topic={quote(step.topic.slug)}&kind="
    links = ((f"{query}{kind}", count, label) for kind, label, count in step.kinds)
    counts = format_html_join(" ", '<a href="{}">{} {}</a>', links) or stored("<span>ahead</span>")
    target = step.topic.target_on
    by = format_html(" <span>by {}</span>", dated(target)) if target else ""
    return format_html('<p class="evidence">{}{}</p>', counts, by)


def _state(step: Station) -> str:
    return "begun" if step.total else "ahead"


def _standing(stage: Station) -> str:
    if not stage.total:
        return "ahead"
    entries = f"{stage.total} {'entry' if stage.total == 1 else 'entries'}"
    return f"{entries}, {stage.begun_count} of {len(stage.steps)} topics" if stage.steps else entries


def _address(step: Station) -> str:
    return address_of("topic-detail", step.topic.slug)


@register.simple_tag
def calendar(months: Iterable[Month]) -> SafeString:
    """A year of days, a column a week. The table below it has the same links for whoever does not see it."""
    months = list(months)
    names = ((month.days[0].week * 12 + 2, month.name[:3]) for month in months)
    days = chain.from_iterable(month.days for month in months)
    return format_html(_CALENDAR, format_html_join("", _MONTH, names), _joined(map(_calendar_day, days)))


@lru_cache(maxsize=4_000)
def _calendar_day(day: CalendarDay) -> SafeString:
    x, y = day.week * 12, day.weekday * 12 + 14
    if not day.count:
        return format_html(_EMPTY_DAY, x, y)
    month = address_of("archive-month", day.date.year, day.date.month)
    return format_html(_BUSY_DAY, month, day.date.isoformat(), x, y, day.level, day.label, day.count)


@register.simple_tag
def tag_rows(tags: Iterable[tuple[str, str, int]]) -> SafeString:
    """Tags as (slug, name, how many entries have it)."""
    return _joined(_tag(*tag) for tag in tags)


@lru_cache(maxsize=2_000)
def _tag(slug: str, name: str, count: int) -> SafeString:
    return format_html('<li><a href="{}">{}</a> <span>{}</span></li>\n', address_of("tag-detail", slug), name, count)


@register.simple_tag
def facets(found: Iterable[Facet]) -> SafeString:
    """The choices that narrow the search, each a link: what the results have in common."""
    return format_html_join("", _FACET, map(_facet, found))


def _facet(facet: Facet) -> dict[str, object]:
    drawn = [_choice(choice.query, choice.label, choice.count) for choice in facet.choices]
    return {"key": facet.name.lower(), "name": facet.name, "choices": _joined(drawn)}


@lru_cache(maxsize=500)
def _choice(query: str, label: str, count: int) -> SafeString:
    return format_html('<li><a href="?q={}">{}</a> <span>{}</span></li>', quote(query), label, count)


@register.simple_tag
def search_results(results: Iterable[Result], authors: Mapping[int, Author]) -> SafeString:
    """The results of a search, in order, with what was looked for marked; `authors` are those to be named."""
    return format_html_join("", _RESULT, (_result(result, authors.get(result.author or 0)) for result in results))


def _result(result: Result, author: Author | None) -> tuple[object, ...]:
    address = entry_address(result.slug)
    day = timezone.localtime(result.published_at).date() if result.published_at else None
    excerpt = format_html('<p class="result__excerpt">{}</p>', _pieces(result.excerpt)) if result.excerpt else ""
    return (
        _result_meta(result.kind, result.topic, day, author, result.state),
        address,
        _pieces(result.title),
        excerpt,
        _code_line(result, address),
        _heading(result, address),
    )


@lru_cache(maxsize=1_000)
def _result_meta(kind: str, topic: str, day: date | None, author: Author | None, state: str) -> SafeString:
    written_on = dated(day) if day else ""
    by = format_html(" {}", _byline(author)) if author else ""
    said = format_html(' <span class="state">{}</span>', state) if state else ""
    return format_html(_RESULT_META, kind.capitalize(), topic, written_on, by, said)


def _code_line(result: Result, address: str) -> SafeString:
    """The line of code that was found, with a link to its snippet; empty where none was."""
    code = result.code
    if code is None:
        return SafeString()
    label = "Printed there" if code.is_output else f"{code.language}, line {code.number}"
    link = _link(address, code.anchor, label)
    return format_html('<p class="result__code">{} <code>{}</code></p>', link, _pieces(code.pieces))


def _heading(result: Result, address: str) -> SafeString:
    """The heading above the words that were found, as a link; empty where there is none."""
    if not result.heading:
        return SafeString()
    link = _link(address, result.heading["anchor"], result.heading["title"])
    return format_html('<p class="result__place">Under {}</p>', link)


@lru_cache(maxsize=2_000)
def _link(address: str, anchor: str, label: str) -> SafeString:
    return format_html('<a href="{}#{}">{}</a>', address, anchor, label)


def _joined(rows: Iterable[str]) -> SafeString:
    return stored("".join(rows))


def _pieces(pieces: Marked) -> SafeString:
    """Words, those that were looked for marked."""
    return _joined(_marked(text) if is_wanted else escape(text) for text, is_wanted in pieces)


@lru_cache(maxsize=500)
def _marked(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text)
