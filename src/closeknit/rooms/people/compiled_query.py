"""Queries whose SQL Django writes once; each run only fills in what is asked for.

Writing the SQL of a query costs Django three times what SQLite needs to answer it, and a page asks
the same few queries each time. So the queries of every page are written down once, with a `Param`
where a value comes in, and keep Django's own words, joins and types.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.deletion import Collector
from django.db.models.query import (  # type: ignore[attr-defined]  # not all in Django's types
    FlatValuesListIterable,
    ModelIterable,
    RelatedPopulator,
    ValuesListIterable,
)
from django.db.models.sql import DeleteQuery

Row = TypeVar("Row")
Places = Sequence[object]
"""What a statement takes, in order; a `Param` stands where a run puts in a value."""


class Param(Expression):
    """Where a query takes a value: the name by which `CompiledQuery` is handed it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # noqa: ARG002  Django's signature
        return "%s", [self]


@dataclass(frozen=True)
class WrittenSql:
    """What Django wrote of a query for one kind of database, and what it makes of each row."""

    sql: str
    places: Places
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]
    """Where a column stands, what turns its value into Python's, and the column itself."""
    made: Callable[[list[Any]], Any]


class CompiledQuery(Generic[Row]):
    """A query set that has the same shape each time; `Param` stands where values differ."""

    def __init__(self, rows: "QuerySet[Any, Row]") -> None:
        self._rows: Any = rows  # Django's own iterating needs more than its types tell
        self._written: dict[str, WrittenSql] = {}
        self._deleting: dict[str, tuple[str, Places]] = {}

    def first(self, **values: object) -> Row | None:
        return next(self._run(values), None)

    def get(self, **values: object) -> Row:
        """Return the one row; raises the model's DoesNotExist where there is none."""
        found = self.first(**values)
        if found is None:
            raise self._rows.model.DoesNotExist
        return found

    def all(self, **values: object) -> list[Row]:
        return list(self._run(values))

    def delete(self, **values: object) -> None:
        """Delete the rows in one statement; raises TypeError where other rows hang on them."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql, places = self._deleting.get(connection.vendor) or self._write_delete(connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(places, values, connection))

    def _run(self, values: dict[str, object]) -> Iterator[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(connection.vendor) or self._write(connection)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, _filled(written.places, values, connection))
            found = cursor.fetchall()
        for row in map(list, found):
            for place, converters, column in written.converters:
                for convert in converters:
                    row[place] = convert(row[place], column, connection)
            yield written.made(row)

    def _write(self, connection: Any) -> WrittenSql:
        """Let Django write the SQL; its compiler knows then what each column is."""
        compiler = self._rows.query.get_compiler(using=connection.alias)
        sql, places = compiler.as_sql()
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        written = WrittenSql(
            sql=sql,
            places=places,
            converters=[(place, each, column) for place, (each, column) in converters.items()],
            made=_maker(self._rows._iterable_class, compiler),  # noqa: SLF001  Django's own choice
        )
        self._written[connection.vendor] = written
        return written

    def _write_delete(self, connection: Any) -> tuple[str, Places]:
        if not Collector(using=connection.alias).can_fast_delete(self._rows):
            raise TypeError(f"Rows of other tables hang on {self._rows.model.__name__}.")
        query = self._rows.query.chain(DeleteQuery)
        written: tuple[str, Places] = query.get_compiler(using=connection.alias).as_sql()
        self._deleting[connection.vendor] = written
        return written


def _maker(kind: type, compiler: Any) -> Callable[[list[Any]], Any]:
    """Return what makes of a row what Django would: one of its columns, all of them, a model."""
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    if kind is ValuesListIterable:
        return tuple
    if kind is not ModelIterable:
        raise TypeError(f"No compiled query yields rows by {kind.__name__}.")
    return _maker_of_models(compiler)


def _maker_of_models(compiler: Any) -> Callable[[list[Any]], Any]:
    """Do once what Django's `ModelIterable` does at each run, and the rest as it does."""
    told, database = compiler.klass_info, compiler.using
    model, own = told["model"], slice(told["select_fields"][0], told["select_fields"][-1] + 1)
    names = [column[0].target.attname for column in compiler.select[own]]
    joined = [
        RelatedPopulator(each, compiler.select, database)
        for each in told.get("related_klass_infos", ())
    ]
    annotated = list((compiler.annotation_col_map or {}).items())

    def made(row: list[Any]) -> Any:
        one = model.from_db(database, names, row[own])
        for each in joined:
            each.populate(row, one)
        for name, place in annotated:
            setattr(one, name, row[place])
        return one

    return made


def _filled(places: Places, values: dict[str, object], connection: Any) -> tuple[Any, ...]:
    return tuple(
        _adapted(values[place.name], connection) if isinstance(place, Param) else place
        for place in places
    )


def _adapted(value: object, connection: Any) -> object:
    """Return a value as this database takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
