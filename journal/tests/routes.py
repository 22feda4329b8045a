"""Every route there is, from the resolver, so that none can be forgotten."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver


def routes(resolver: Any = None, before: str = "/") -> Iterator[str]:
    """Each as an address with its parameters in braces: `/entries/{slug}/`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        part = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", str(pattern.pattern)))
        address = before + re.sub(r"[\^$\\]", "", part)
        if isinstance(pattern, URLPattern):
            yield address
        else:
            yield from routes(pattern, address)


ROUTES = sorted(set(routes()))
