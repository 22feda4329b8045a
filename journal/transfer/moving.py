"""Everything in one database to another, row by row under the same keys, and the proof that nothing was lost."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction

from journal.database.edition import change, patient
from journal.models import Entry, SearchDocument

BATCH = 500


class CannotMove(Exception):
    """The other database is not empty, or cannot hold a row. The message is for people."""


def move(target: str, progress: Callable[[str, int], None]) -> dict[str, int]:
    """Copy all rows from the journal's database to another connection's; how many there are of each model.

    All of them or none; nobody can write to the journal meanwhile. The other database is made if it has no
    tables, and may have no entries. Raises CannotMove.
    """
    source = DEFAULT_DB_ALIAS
    patient(source)
    patient(target)
    call_command("migrate", database=target, verbosity=0)
    if Entry.objects.using(target).exists():
        raise CannotMove("There are entries in the other database already.")
    tables = [model for model in apps.get_models(include_auto_created=True) if _is_copied(model)]
    with change(alone=True), transaction.atomic(using=target):
        _keep_still(tables, source)
        # What the migrations made there (permissions, types of content) would have other keys.
        for model in reversed(tables):
            _rows(model, target)._raw_delete(target)  # type: ignore[attr-defined]
        counts = {}
        for model in tables:
            counts[model._meta.label] = _copy(model, source, target)
            progress(model._meta.label, counts[model._meta.label])
        _reset_keys(tables, target)
        _prove(tables, source, target)
    return counts


def _keep_still(tables: list[type[models.Model]], source: str) -> None:
    """Until the transaction ends, nobody writes to these tables. On SQLite nobody does anyway.

    The changes that were under way have ended by now, so that none of them waits for what we hold while we wait for it.
    """
    connection = connections[source]
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def _is_copied(model: type[models.Model]) -> bool:
    """The search index is kept by the database that it is in, as rows come."""
    return model._meta.managed and not model._meta.proxy and model is not SearchDocument


def _rows(model: type[models.Model], using: str) -> models.QuerySet:
    """Every row, without what a manager of its own would add or leave out."""
    return models.QuerySet(model, using=using).order_by("pk")


@contextmanager
def _as_they_are(model: type[models.Model]) -> Iterator[None]:
    """Without the fields that write the present moment of their own accord."""
    eager = [field for field in model._meta.concrete_fields if getattr(field, "auto_now", False)]
    for field in eager:
        field.auto_now = False  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for field in eager:
            field.auto_now = True  # type: ignore[attr-defined]


def _copy(model: type[models.Model], source: str, target: str) -> int:
    count, batch = 0, []
    for row in _rows(model, source).iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            count += _insert(model, batch, target)
            batch = []
    return count + _insert(model, batch, target)


def _insert(model: type[models.Model], batch: list[models.Model], target: str) -> int:
    try:
        with _as_they_are(model):
            _rows(model, target).bulk_create(batch)
    except (DatabaseError, ValueError) as error:
        raise CannotMove(f"The other database cannot hold {model._meta.label}: {error}") from error
    return len(batch)


def _reset_keys(tables: list[type[models.Model]], target: str) -> None:
    """New rows begin after those that came."""
    statements = connections[target].ops.sequence_reset_sql(no_style(), tables)
    with connections[target].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _prove(tables: list[type[models.Model]], source: str, target: str) -> None:
    for model in tables:
        if checksum(model, source) != checksum(model, target):
            raise CannotMove(f"{model._meta.label} differs in the other database.")


def checksum(model: type[models.Model], using: str) -> str:
    """A checksum of every field of every row, in the order of their keys: the same in every kind of database."""
    digest = blake2b(digest_size=16)
    for row in _rows(model, using).values_list(*_columns(model)).iterator(chunk_size=BATCH):
        digest.update(json.dumps([_plain(value) for value in row], sort_keys=True).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _columns(model: type[models.Model]) -> Iterator[str]:
    return (field.attname for field in model._meta.concrete_fields)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if isinstance(value, int | float | str | bool | list | dict | None) else str(value)
