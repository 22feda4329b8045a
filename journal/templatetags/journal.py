"""What the templates need beside Django's own tags. The one file outside `journal.text` that may mark HTML as safe."""

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from journal.models.urls import address_of
from journal.reads.archive import day_and_month

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
    return format_html('<time datetime="{}">{} {}</time>', day.isoformat(), day_and_month(day), day.year)


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
    return mark_safe("".join(_option(value, label, value == chosen) for value, label in choices))


@lru_cache(maxsize=2_000)
def _option(value: str, label: str, is_chosen: bool) -> SafeString:  # noqa: FBT001
    selected = " selected" if is_chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, selected, label)
