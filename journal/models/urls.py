"""Addresses on this site, by the names of `journal/urls.py`."""

from functools import cache, lru_cache
from urllib.parse import quote

from django.urls import reverse


@lru_cache(maxsize=4_096)
def address_of(view: str, *arguments: str | int) -> str:
    """The path that leads to a view, as `reverse` finds it. A page asks for a dozen, most of them again and again."""
    return reverse(view, args=arguments)


def entry_address(slug: str) -> str:
    """The path of an entry's page. `reverse` takes a hundred times as long, and a sitemap asks for each."""
    return quote(slug).join(_around_0("entry-detail"))


def snippet_address(pk: int) -> str:
    """The path of a snippet's page. `reverse` takes longer than saving its row."""
    return str(pk).join(_around_0("snippet-detail"))


@cache
def _around_0(view: str) -> list[str]:
    """What stands before and behind the one argument in the paths of a view."""
    return reverse(view, args=[0]).rsplit("0", 1)
