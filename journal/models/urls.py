"""Addresses on this site, by the names of `journal/urls.py`."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4_096)
def address_of(view: str, *arguments: str | int) -> str:
    """The path that leads to a view, as `reverse` finds it. A page asks for a dozen, most of them again and again."""
    return reverse(view, args=arguments)
