"""Counting by the minute, for all that is limited."""

from time import time

from django.core.cache import caches

MINUTE = 60  # seconds


def count(name: str) -> int:
    """How many times this was counted in the present minute, this one included; 0 while the cache is away."""
    key = f"{name}-{int(time()) // MINUTE}"
    cache = caches["throttles"]
    cache.add(key, 0, timeout=MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # it is not there
        return 0


def rest_of_minute() -> float:
    """Seconds until the next one begins."""
    return MINUTE - time() % MINUTE
