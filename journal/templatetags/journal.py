"""What the templates need beside Django's own tags.

Rows that a page repeats by the dozen are drawn here: a line of Python costs a tenth of a
template's loop. This is the one file outside `journal.text` that may mark HTML as safe.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from journal.models.entries.fields import state_of
from journal.models.urls import address_of
from journal.reads.archive import day_and_month

if TYPE_CHECKING:
    from journal.reads.archive import Day as CalendarDay
    from journal.reads.archive import Month
    from journal.reads.authors import Author
    from journal.reads.chronicle import Day
    from journal.reads.roadmap import Step
    from journal.search.excerpts import Pieces
    from journal.search.facets import Facet
    from journal.search.finding import Result

register = template.Library()

SECTIONS = (
    ("entries", "Entries", "entry-list"),
    ("topics", "Roadmap", "topic-list"),
    ("snippets", "Code", "snippet-list"),
    ("tags", "Tags", "tag-list"),
    ("about", "About", "about"),
)


register.simple_tag(address_of, name="address")


@register.filter
def stored(html: str) -> SafeString:
    """HTML that the text pipeline sanitised, or that a template drew, before it was stored."""
    return mark_safe(html)


@register.filter
@lru_cache(maxsize=1_000)
def dated(day: date) -> SafeString:
    """14 March 2026, as `time`."""
    return mark_safe(f'<time datetime="{day.isoformat()}">{day_and_month(day)} {day.year}</time>')


@register.filter
def coded(text: str) -> SafeString:
    """Plain text, what is between backticks as code."""
    return mark_safe(re.sub("`([^`]+)`", r"<code>\1</code>", escape(text)))


@register.filter
def linked(data: dict[str, Any]) -> SafeString:
    """JSON-LD for programs that read pages. It is data: no browser runs it, and nothing in it ends it early."""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
@cache
def assets(folder: str = "") -> SafeString:
    """Feed, search, icon, style sheet and scripts, or those of one kind of page: the same as long as a site runs."""
    context = {"site_name": settings.SITE_NAME}
    return mark_safe(render_to_string(f"journal/{folder}{'/' if folder else ''}_assets.html", context))


@register.simple_tag(takes_context=True)
def masthead(context: Context, section: str = "") -> SafeString:
    """The site's name and sections; `section` is the one that this page is in."""
    user = context.get("user")
    return _masthead(section, bool(user and user.is_staff), bool(user and user.is_authenticated))


@cache
def _masthead(section: str, can_write: bool, is_signed_in: bool) -> SafeString:  # noqa: FBT001
    context = {
        "site_name": settings.SITE_NAME,
        "sections": SECTIONS,
        "section": section,
        "can_write": can_write,
        "is_signed_in": is_signed_in,
    }
    return mark_safe(render_to_string("journal/_masthead.html", context))


ACCOUNT = (
    ("account", "Profile"),
    ("account_change_password", "Password"),
    ("account_email", "E-mail"),
    ("mfa_index", "Second factor"),
    ("usersessions_list", "Sessions"),
    ("account-tokens", "Tokens"),
    ("account-data", "Your data"),
    ("account_logout", "Sign out"),
)


@register.simple_tag
def account_ways(here: str) -> SafeString:
    """The pages of somebody's own account; `here` is the name of the view that this page is of."""
    here = "mfa_index" if here.startswith("mfa_") else here
    return mark_safe(render_to_string("journal/account/_ways.html", {"ways": ACCOUNT, "here": here}))


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: object = "") -> SafeString:
    """The ``<option>`` elements of a select."""
    chosen = str(chosen)
    return _joined(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    )


@register.simple_tag
def chronicle_days(days: "list[Day]") -> SafeString:
    """The ruled line: days with their entries, newest first."""
    if not days:
        return mark_safe('<p class="nothing">Nothing has been written here yet.</p>')
    return mark_safe(f'<ol class="chronicle">{_joined(map(_day, days))}</ol>')


def _day(day: "Day") -> str:
    date = day.date.isoformat()
    cards = "".join(_signed(*card) for card in day.cards)
    return (
        f'<li class="day" id="{date}"><time class="day__date" datetime="{date}">{escape(day.label)} '
        f'<span class="day__year">{day.date.year}</span></time><div class="day__cards">{cards}</div></li>\n'
    )


def _signed(card: str, author: "Author | None") -> str:
    """Its first line says whose it is, where it is not always the same person's."""
    return card.replace("</p>", f" {_byline(author)}</p>", 1) if author else card


def _byline(author: "Author") -> str:
    return f'<a href="{escape(address_of("author-detail", author.username))}" rel="author">{escape(author.name)}</a>'


@register.simple_tag
def snippet_rows(rows: Iterable[tuple[str, str, str]]) -> SafeString:
    """Snippets as (stored HTML, title of the entry, slug of the entry)."""
    return _joined(
        f'<div class="snippets__item"><p class="snippets__from">From <a href="{address_of("entry-detail", slug)}">'
        f"{escape(title)}</a></p>{html}</div>\n"
        for html, title, slug in rows
    )


@register.simple_tag
def stations(stages: "Iterable[Step]") -> SafeString:
    """The roadmap in short: its stages down a line, filled where there is something to show."""
    return _joined(
        f'<li class="station" data-state="{_state(stage)}"><a class="station__title" href="{_address(stage)}">'
        f'{escape(stage.topic.title)}</a> <span class="station__count">{_standing(stage)}</span></li>\n'
        for stage in stages
    )


@register.simple_tag
def steps(found: "Iterable[Step]") -> SafeString:
    """The topics of a stage, each with what there is to show for it."""
    return _joined(
        f'<li class="step" data-state="{_state(step)}"><h3 class="step__title"><a href="{_address(step)}">'
        f"{escape(step.topic.title)}</a></h3>"
        f'<p class="step__summary">{escape(step.topic.summary)}</p>{evidence(step)}</li>\n'
        for step in found
    )


@register.simple_tag
def evidence(step: "Step") -> SafeString:
    """What there is to show for a step of the roadmap: each number is a link to what it counts."""
    query = f"{address_of('entry-list')}?topic={quote(step.topic.slug)}&amp;kind="
    counts = " ".join(f'<a href="{query}{kind}">{count} {label}</a>' for kind, label, count in step.kinds)
    target = step.topic.target_on
    by = target and f" <span>by {dated(target)}</span>"
    return mark_safe(f'<p class="evidence">{counts or "<span>ahead</span>"}{by or ""}</p>')


@register.simple_tag
def calendar(months: "Iterable[Month]") -> SafeString:
    """A year of days, a column a week. The table below it has the same links for whoever does not see it."""
    months = list(months)
    names = _joined(
        f'<text x="{month.days[0].week * 12 + 2}" y="8">{escape(month.name[:3])}</text>' for month in months
    )
    days = _joined(map(_drawn, chain.from_iterable(month.days for month in months)))
    size = 'viewBox="0 0 650 98" width="650" height="98"'
    return mark_safe(f'<div class="calendar"><svg {size} aria-hidden="true">{names}{days}</svg></div>')


def _drawn(day: "CalendarDay") -> str:
    place = f'x="{day.week * 12}" y="{day.weekday * 12 + 14}" width="10" height="10" rx="1.5"'
    if not day.count:
        return f"<rect {place}/>"
    title = f"{day.label}: {day.count}"
    address = f"{address_of('archive-month', day.date.year, day.date.month)}#{day.date.isoformat()}"
    return f'<a href="{address}" tabindex="-1"><rect {place} data-level="{day.level}"><title>{title}</title></rect></a>'


@register.simple_tag
def tag_rows(tags: Iterable[tuple[str, str, int]]) -> SafeString:
    """Tags as (slug, name, how many entries have it)."""
    return _joined(
        f'<li><a href="{address_of("tag-detail", slug)}">{escape(name)}</a> <span>{count}</span></li>\n'
        for slug, name, count in tags
    )


@register.simple_tag
def facets(found: "Iterable[Facet]") -> SafeString:
    """What the results have in common, each choice a link that narrows the search."""
    return _joined(
        f'<div class="facet"><p class="facet__name" id="facet-{facet.name.lower()}">{facet.name}</p>'
        f'<ul aria-labelledby="facet-{facet.name.lower()}">{_choices(facet)}</ul></div>\n'
        for facet in found
    )


def _choices(facet: "Facet") -> str:
    return "".join(
        f'<li><a href="?q={quote(choice.query)}">{escape(choice.label)}</a> <span>{choice.count}</span></li>'
        for choice in facet.choices
    )


@register.simple_tag
def search_results(results: "Iterable[Result]", authors: "Mapping[int, Author]") -> SafeString:
    """What a search found, in order, with what was looked for marked; `authors` are those to be named."""
    return _joined(_result(result, authors.get(result.author or 0)) for result in results)


def _result(result: "Result", author: "Author | None") -> str:
    address = address_of("entry-detail", result.slug)
    state = state_of(result.visibility, result.published_at)
    state = state and f' <span class="state">{escape(state)}</span>'
    by = f" {_byline(author)}" if author else ""
    excerpt = f'<p class="result__excerpt">{_pieces(result.excerpt)}</p>' if result.excerpt else ""
    return (
        f'<li class="result"><p class="card__meta"><span class="kind">{result.kind.capitalize()}</span> '
        f"<span>{escape(result.topic)}</span> {_result_date(result)}{by}{state}</p>"
        f'<h2 class="card__title"><a href="{address}">{_pieces(result.title)}</a></h2>{excerpt}'
        f"{_result_place(result, address)}</li>\n"
    )


def _result_date(result: "Result") -> str:
    if result.published_at is None:
        return ""
    return dated(timezone.localtime(result.published_at).date())


def _result_place(result: "Result", address: str) -> str:
    """Where in its page: the line of code, and the heading above the words."""
    place = ""
    if result.code:
        code = result.code
        label = "Printed there" if code.is_output else f"{escape(code.language)}, line {code.number}"
        link = f'<a href="{address}#{escape(code.anchor)}">{label}</a>'
        place += f'<p class="result__code">{link} <code>{_pieces(code.pieces)}</code></p>'
    if result.heading:
        anchor, title = escape(result.heading["anchor"]), escape(result.heading["title"])
        place += f'<p class="result__place">Under <a href="{address}#{anchor}">{title}</a></p>'
    return place


def _pieces(pieces: "Pieces") -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if is_wanted else escape(text) for text, is_wanted in pieces)


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))


def _state(step: "Step") -> str:
    return "begun" if step.total else "ahead"


def _standing(stage: "Step") -> str:
    if not stage.total:
        return "ahead"
    entries = f"{stage.total} {'entry' if stage.total == 1 else 'entries'}"
    return f"{entries}, {stage.begun_count} of {len(stage.steps)} topics" if stage.steps else entries


def _address(step: "Step") -> str:
    return address_of("topic-detail", step.topic.slug)
