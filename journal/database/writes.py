"""Writes that are prepared before they are made: the transaction that makes them is short."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction

from .edition import public

_PARAMETERS = 30_000  # of one statement; either database takes some more


def reserve(model: type[models.Model], count: int) -> list[int]:
    """So many keys that no other row gets. Those that are not used after all are left out for good."""
    if not count:
        return []
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if not cursor.rowcount:  # the table never had a row
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return list(range(last - count + 1, last + 1))


class Writes:
    """What is to be written, in order. Nothing is, before `make`."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], Any]] = []

    def then(self, step: Callable[[], Any]) -> None:
        self._steps.append(step)

    def insert(self, rows: Sequence[models.Model]) -> None:
        """New rows of one model. Where something refers to them, they have the keys that were reserved."""
        if rows:
            fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key or rows[0].pk]
            columns = ", ".join(_quoted(field.column) for field in fields)
            places = f"({', '.join(['%s'] * len(fields))})"
            values, together = _values(rows, fields), _PARAMETERS // len(fields)
            for start in range(0, len(rows), together):
                some = values[start : start + together]
                sql = f"INSERT INTO {_table(rows[0])} ({columns}) VALUES {', '.join([places] * len(some))}"
                self._execute(sql, [[value for row in some for value in row]])
            self.then(lambda: _mark_saved(rows))

    def update(self, rows: Sequence[models.Model], names: Iterable[str]) -> None:
        """These fields of rows that are there already, and nothing else of them."""
        if rows:
            meta = rows[0]._meta
            fields: list[Any] = [meta.get_field(name) for name in names]
            columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
            key: Any = meta.pk
            sql = f"UPDATE {_table(rows[0])} SET {columns} WHERE {_quoted(key.column)} = %s"
            self._execute(sql, _values(rows, [*fields, key]))

    def delete(self, rows: models.QuerySet) -> None:
        self.then(rows.delete)

    def make(self) -> None:
        """Within a change."""
        with public():
            for step in self._steps:
                step()

    def _execute(self, sql: str, values: list[list[Any]]) -> None:
        def execute() -> None:
            with connection.cursor() as cursor:
                if len(values) == 1:
                    cursor.execute(sql, values[0])
                else:
                    cursor.executemany(sql, values)

        self.then(execute)


def update_now(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    writes = Writes()
    writes.update(rows, names)
    writes.make()


def _mark_saved(rows: Iterable[models.Model]) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _values(rows: Sequence[models.Model], fields: Sequence[Any]) -> list[list[Any]]:
    values = []
    for row in rows:
        values.append([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
    return values


def _table(row: models.Model) -> str:
    return _quoted(row._meta.db_table)


def _quoted(name: Any) -> str:
    return connection.ops.quote_name(name)
