"""Querysets that are compiled once: building and compiling one costs ten times what running it costs.

A read that every page makes is written as a function from values to a queryset. Its SQL is compiled at
the first call with a slot in the place of each value, and kept: once for visitors, who all see the same,
and once for all who are signed in and hold the same rights, with a slot for who they are. So what may be
seen is still said once, on the queryset.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, wraps
from itertools import chain
from typing import Any

from django.db import connections
from django.db.models import BigIntegerField, Expression, Field, QuerySet

from .replica import reading_from
from .viewer import VISITOR, Viewer

Rows = list[tuple[Any, ...]]
Rights = tuple[bool, ...] | None  # of RIGHTS, those of a person; None for a visitor
Constants = tuple[tuple[str, Any], ...]


class Slot(Expression):
    """The place of a value that is given when the statement runs."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list["Slot"]]:  # type: ignore[override]
        return "%s", [self]


# All that a queryset may ask about who looks, beside who it is.
RIGHTS = ("journal.change_entry", "journal.review_entry")


class Anybody:
    """Stands for all who are signed in and hold these rights; a right that is not in RIGHTS is a KeyError."""

    is_authenticated = True
    pk = Slot("viewer", BigIntegerField())

    def __init__(self, rights: tuple[bool, ...]) -> None:
        self.rights = dict(zip(RIGHTS, rights, strict=True))

    def has_perm(self, name: str) -> bool:
        return self.rights[name]


class Statement:
    """The SQL of one queryset, or of several with the same columns, one below the other."""

    def __init__(self, querysets: list[QuerySet]) -> None:
        self.using = querysets[0].db
        compilers = [queryset.query.get_compiler(self.using) for queryset in querysets]
        parts = [compiler.as_sql() for compiler in compilers]
        self.sql = parts[0][0]
        if len(parts) > 1:
            self.sql = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part{n}" for n, (sql, _) in enumerate(parts))
        self.params = list(chain.from_iterable(params for _, params in parts))
        self.slots = {param.name: param.output_field for param in self.params if isinstance(param, Slot)}
        self.compiler = compilers[0]
        self.converters = self.compiler.get_converters([column[0] for column in self.compiler.select])

    def bound(self, values: dict[str, Any]) -> list[Any]:
        """The parameters, with these values in their slots."""
        connection = connections[self.using]
        filled = {name: field.get_db_prep_value(values[name], connection) for name, field in self.slots.items()}
        return [filled[param.name] if isinstance(param, Slot) else param for param in self.params]

    def run(self, values: dict[str, Any]) -> Rows:
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.sql, self.bound(values))
            rows: Iterable[Any] = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [tuple(row) for row in rows]


_MOST = 128  # statements of one function: each takes some 20 kB, and what is asked for decides how many there are


def compiled(**fields: Field) -> Callable[[Callable[..., Any]], Callable[..., Rows]]:
    """Decorate ``build(viewer, **values)``, which returns a `values_list` queryset or a list of them.

    `fields` says what each value is. A value of None stands for "not asked for": each set of given values has a
    statement of its own. So has each constant, which is a value that is not in `fields`. The decorated function returns
    the rows as tuples.
    """

    def decorate(build: Callable[..., Any]) -> Callable[..., Rows]:
        @lru_cache(maxsize=_MOST)
        def statement_of(using: str, rights: Rights, names: tuple[str, ...], constants: Constants) -> Statement:
            who = VISITOR if rights is None else Anybody(rights)
            slots = {name: Slot(name, fields[name]) for name in names}
            return Statement(_listed(build(who, **slots, **dict(constants))))

        @wraps(build)
        def rows(viewer: Viewer, **values: Any) -> Rows:
            rights = tuple(viewer.has_perm(name) for name in RIGHTS) if viewer.is_authenticated else None
            given = tuple(sorted(name for name in values if name in fields and values[name] is not None))
            others = tuple((name, value) for name, value in values.items() if name not in given)
            statement = statement_of(reading_from(), rights, given, others)
            return statement.run({**values, "viewer": viewer.pk})

        rows.cache_info = statement_of.cache_info  # type: ignore[attr-defined]
        return rows

    return decorate


def key_fields(count: int) -> dict[str, Field]:
    """The fields of so many keys: `pk0`, `pk1` and so on."""
    return {f"pk{number}": BigIntegerField() for number in range(count)}


def as_keys(found: Sequence[int], count: int) -> dict[str, int]:
    """The values of so many keys, always: so that one statement serves every list that is no longer. 0 is nobody's."""
    padded = [*found[:count], *[0] * (count - len(found))]
    return {f"pk{number}": key for number, key in enumerate(padded)}


def _listed(querysets: Any) -> list[QuerySet]:
    return querysets if isinstance(querysets, list) else [querysets]
