"""Reads that are the same for everyone, made once an edition: the topics, the counts, the names."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar

from .edition import Edition, is_changing
from .replica import reading_from

_Read = TypeVar("_Read", bound=Callable[..., Any])


@lru_cache(maxsize=4)
def _shelf(alias: str, edition: str) -> dict[Hashable, Any]:
    """What was read of one edition of one database. The latest few are kept, each with all that is on it."""
    return {}


def kept(read: _Read) -> _Read:
    """Decorate a read that does not ask who looks, with few different arguments. What it returns is shared: nobody may
    change it. Of time it may ask only what is published by now, which the edition tells too.

    The edition is asked for before the read, so that what is kept can be newer than it, never older. Within a change
    everything is read anew.
    """

    @wraps(read)
    def once(*arguments: Hashable) -> Any:
        if is_changing():
            return read(*arguments)
        shelf = _shelf(reading_from(), Edition.current())
        key = (once, arguments)
        if key not in shelf:
            shelf[key] = read(*arguments)
        return shelf[key]

    return once  # type: ignore[return-value]


def forget() -> None:
    """Forget everything: for tests, whose databases begin with the same edition."""
    _shelf.cache_clear()
