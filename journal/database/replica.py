"""Where pages are read from: the database, or for visitors a copy of it that follows a moment behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS

REPLICA = "replica"
_reading_from = ContextVar("reading_from", default=DEFAULT_DB_ALIAS)


def reading_from() -> str:
    """The alias of the database that this request reads from."""
    return _reading_from.get()


@contextmanager
def reading_the_copy() -> Iterator[None]:
    token = _reading_from.set(REPLICA)
    try:
        yield
    finally:
        _reading_from.reset(token)


class ReplicaRouter:
    """Reads go where the request says, writes and migrations to the database itself."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return reading_from()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS
