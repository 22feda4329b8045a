"""The edition: a number that every change of what readers see raises once, as the last step of its transaction.

Its row is the one thing that all changes write. Taken at the end, it makes nobody wait while a change is being made,
and lets the changes end one after the other: what counts or connects the rows of several entries is done then.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import sleep
from typing import Any, Self

from django.db import OperationalError, connection, connections, models, transaction
from django.utils import timezone

from .replica import reading_from


class Edition(models.Model):
    """One row. The page cache asks for it at every request, so it is read by a statement of its own."""

    number = models.PositiveBigIntegerField(default=0)
    # Chance, drawn at each change: after a backup was restored numbers repeat, and pages kept elsewhere must not.
    token = models.CharField(max_length=12, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="edition_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> str:
        """The edition that a reader would see now. One indexed query of about 40 microseconds.

        It changes with the number and, without any write, when a scheduled entry's moment
        comes: the second part is the latest such moment that has passed. Within `one_edition` it is asked for once.
        """
        alias, known = reading_from(), _known.get()
        if known is None or is_changing():
            return cls._read(alias)
        if alias not in known:
            known[alias] = cls._read(alias)
        return known[alias]

    @classmethod
    def _read(cls, alias: str) -> str:
        connection = connections[alias]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, token, "
                "(SELECT MAX(published_at) FROM journal_entry WHERE published_at <= %s) "
                "FROM journal_edition WHERE id = 1",
                [now],
            )
            return " ".join(map(str, cursor.fetchone() or ()))

    @classmethod
    def advance(cls) -> None:
        """Begin the next one. Whoever does so holds the row until the transaction ends: see `change`."""
        token = secrets.token_urlsafe(8)
        if not cls.objects.filter(pk=1).update(number=models.F("number") + 1, token=token):
            cls.objects.get_or_create(pk=1, defaults={"number": 1, "token": token})


_known: ContextVar[dict[str, str] | None] = ContextVar("known_editions", default=None)  # by database


@contextmanager
def one_edition() -> Iterator[None]:
    """Meanwhile what is kept for an edition is read from one and the same, until a change made here begins another."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


LastStep = Callable[[list[Any]], None]


class _Change:
    """What the transaction under way has still to do at its end."""

    def __init__(self) -> None:
        self.is_public = False
        self.last_steps: dict[LastStep, list[Any]] = {}

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that may fail alone: then nothing of it is left to be done either."""
        lengths = {step: len(items) for step, items in self.last_steps.items()}
        try:
            with transaction.atomic():
                yield
        except BaseException:
            for step, items in self.last_steps.items():
                del items[lengths.get(step, 0) :]
            raise

    def end(self) -> None:
        if self.is_public:
            Edition.advance()
        for step, items in self.last_steps.items():
            step(items)


_under_way: ContextVar[_Change | None] = ContextVar("change", default=None)


@contextmanager
def change(*, alone: bool = False) -> Iterator[None]:
    """A transaction, at whose end a new edition begins if anything changed that readers see.

    Inside another one it is a savepoint of that. `alone`: no other change is under way meanwhile, for those that write
    into many entries. They wait for the others, at most three seconds; then OperationalError is raised.
    """
    outer = _under_way.get()
    if outer is not None:
        with outer.savepoint():
            yield
        return
    token = _under_way.set(current := _Change())
    try:
        with transaction.atomic():
            _enter(alone=alone)
            yield
            current.end()
    finally:
        _under_way.reset(token)
        if (known := _known.get()) is not None:
            known.clear()


def is_changing() -> bool:
    """Whether a change is under way here, of which nobody else sees anything yet."""
    return _under_way.get() is not None


def at_the_end(step: LastStep, items: Iterable[Any]) -> None:
    """Have `step` called once, when the rest of this change is done, with all items that were given for it.

    No other change is at its end then, and those that have been there are committed. To wait for a row that another
    change may hold would be to wait for each other.
    """
    with public():
        _under_way.get().last_steps.setdefault(step, []).extend(items)  # type: ignore[union-attr]


@contextmanager
def public() -> Iterator[None]:
    """Mark the change under way, or one of its own, as one that readers will see."""
    current = _under_way.get()
    if current is None:
        with change(), public():
            yield
        return
    current.is_public = True
    yield


_CHANGES = 20_261_129  # names the lock of PostgreSQL that is meant, of all that there may be
_TRIES = 10  # of 0.3 seconds


def _enter(*, alone: bool) -> None:
    """On PostgreSQL many changes may be made at a time, or one that is alone. SQLite has one at a time anyway."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if not alone:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_CHANGES])
            return
        for remaining in reversed(range(_TRIES)):
            try:
                with transaction.atomic():
                    # Whoever comes later waits behind this one: so it gives way now and then.
                    cursor.execute("SET LOCAL lock_timeout = '300ms'")
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHANGES])
                    cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
                return
            except OperationalError:
                if not remaining:
                    raise
                sleep(0.05)


def patient(using: str) -> None:
    """From here on this connection's statements may take as long as they need: for commands, which nobody waits for."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET idle_in_transaction_session_timeout = 0")


class PublicQuerySet(models.QuerySet):
    """Bulk changes start a new edition too."""

    def update(self, **kwargs: Any) -> int:
        with public():
            return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with public():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with public():
            return super().bulk_create(objs, *args, **kwargs)


class PublicModel(models.Model):
    """A row that readers see: saving or deleting it starts a new edition.

    Its manager has to come from a PublicQuerySet; a test asks every such model.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with public():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with public():
            return super().delete(*args, **kwargs)

    def with_changes(self, changes: dict[str, Any], allowed: tuple[str, ...]) -> Self:
        """This row with `changes` set, not yet saved. TypeError for a field that may not change so."""
        for name, value in changes.items():
            if name not in allowed:
                raise TypeError(f"{type(self).__name__} has no editable “{name}”")
            setattr(self, name, value)
        return self
