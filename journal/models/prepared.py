"""Querysets that are compiled once: building and compiling one costs ten times what running it costs.

A read that every page makes is written as a function from values to a queryset. For visitors, who
all see the same, its SQL is compiled at the first call with a slot in the place of each value, and
kept. For people who are signed in the same function runs as usual. So what may be seen is still
said once, on the queryset.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import Expression, Field, QuerySet

from .replica import reading_from

if TYPE_CHECKING:
    from .visibility import Viewer

Rows = list[tuple[Any, ...]]


class Slot(Expression):
    """The place of a value that is given when the statement runs."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list["Slot"]]:  # type: ignore[override]
        return "%s", [self]


class Statement:
    """The SQL of one queryset, or of several with the same columns, one below the other."""

    def __init__(self, querysets: list[QuerySet]) -> None:
        self.using = querysets[0].db
        compilers = [queryset.query.get_compiler(self.using) for queryset in querysets]
        parts = [compiler.as_sql() for compiler in compilers]
        self.sql = parts[0][0]
        if len(parts) > 1:
            self.sql = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part{n}" for n, (sql, _) in enumerate(parts))
        self.params = [param for _, params in parts for param in params]
        self.compiler = compilers[0]
        self.converters = self.compiler.get_converters([column[0] for column in self.compiler.select])

    def bound(self, values: dict[str, Any]) -> list[Any]:
        """The parameters, with these values in their slots."""
        connection = connections[self.using]
        return [
            param.output_field.get_db_prep_value(values[param.name], connection) if isinstance(param, Slot) else param
            for param in self.params
        ]

    def run(self, values: dict[str, Any]) -> Rows:
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.sql, self.bound(values))
            rows: Iterable[Any] = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [tuple(row) for row in rows]


def prepared(**fields: Field) -> Callable[[Callable[..., Any]], Callable[..., Rows]]:
    """Decorate ``build(viewer, **values)``, which returns a `values_list` queryset or a list of them.

    `fields` says what each value is. A value of None stands for "not asked for": each set of given
    values has a statement of its own. The decorated function returns the rows as tuples.
    """

    def decorate(build: Callable[..., Any]) -> Callable[..., Rows]:
        statements: dict[tuple[str, ...], Statement] = {}

        @wraps(build)
        def rows(viewer: "Viewer", **values: Any) -> Rows:
            if viewer.is_authenticated:
                return [tuple(row) for queryset in _listed(build(viewer, **values)) for row in queryset]
            given = (reading_from(), *sorted(name for name, value in values.items() if value is not None))
            statement = statements.get(given)
            if statement is None:
                slots = {name: Slot(name, fields[name]) if name in given else None for name in values}
                statement = statements[given] = Statement(_listed(build(viewer, **slots)))
            return statement.run(values)

        return rows

    return decorate


def _listed(querysets: Any) -> list[QuerySet]:
    return querysets if isinstance(querysets, list) else [querysets]
