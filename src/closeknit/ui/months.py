"""Long lists by year and month: a page shows a few whole months, and leads to all the others."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Generic, TypeVar

from django.db.models import CharField, Count, F, Func, Q, QuerySet
from django.http import HttpRequest

AT_LEAST = 20  # rows that a page brings together, in whole months, before it ends
PARAMETER = "month"
Row = TypeVar("Row")
Counts = Iterable[tuple[date, int]]
"""Months by their first day, and how many rows each holds."""


class _MonthOf(Func):
    """A date's year and month as text, told by the database itself.

    Django's own truncation calls Python for every row on SQLite.
    """

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "substr(%(expressions)s, 1, 7)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "to_char(%(expressions)s, 'YYYY-MM')"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Year:
    number: int
    newest: date
    """Its newest month that holds anything, where a link to the year leads."""
    is_shown: bool


@dataclass(frozen=True)
class Months:
    """The months that hold anything, the newest first, and those of them on this page."""

    kept: tuple[date, ...]
    shown: tuple[date, ...]
    asked: date | None
    """The month that the page begins with, when one was asked for; it may hold nothing."""
    newer: date | None
    older: date | None

    @property
    def is_empty_month(self) -> bool:
        return self.asked is not None and not self.shown

    @property
    def years(self) -> list[Year]:
        found = {each.year: each for each in reversed(self.kept)}
        here = self._year
        return [
            Year(number=number, newest=newest, is_shown=number == here)
            for number, newest in sorted(found.items(), reverse=True)
        ]

    @property
    def of_the_year(self) -> list[date]:
        """The months of the year that is shown, the newest first."""
        return [each for each in self.kept if each.year == self._year]

    def within(self, field: str) -> Q:
        """Return the condition that a row's date lies in the months shown."""
        if not self.shown:
            return Q(pk__in=())
        last = _after(self.shown[0])
        return Q(**{f"{field}__gte": self.shown[-1], f"{field}__lt": last})

    @property
    def _year(self) -> int | None:
        first = self.shown[0] if self.shown else self.asked
        return first.year if first else None


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """The rows of a page, month by month, and the months around them."""

    months: Months
    by_month: Sequence[tuple[date, Sequence[Row]]]


def asked_month(request: HttpRequest) -> date | None:
    """Read the month from the address; what is none counts as not asked for."""
    given = request.GET.get(PARAMETER, "")
    try:
        found = date.fromisoformat(f"{given}-01")
    except ValueError:
        return None
    return found if found.year < date.max.year else None


def counts_by_month(rows: QuerySet[Any], field: str) -> list[tuple[date, int]]:
    """Count rows by the month of a date of theirs, in one query."""
    counted = rows.order_by().annotate(in_month=_MonthOf(F(field))).values_list("in_month")
    return [
        (date.fromisoformat(f"{month}-01"), rows_in_it)
        for month, rows_in_it in counted.annotate(rows_in_month=Count("*"))
    ]


def months_of(*counts: Counts, asked: date | None) -> Months:
    """Begin with the month asked for, or with the newest, and add older ones up to a page."""
    held = Counter[date]()
    for each in counts:
        held.update(dict(each))
    kept = tuple(sorted(held, reverse=True))
    first = asked or next(iter(kept), None)
    if first is None:
        return Months(kept=(), shown=(), asked=None, newer=None, older=None)
    begin = [each for each in kept if each <= first]
    shown = _page(begin, held=held) if first in held else []
    last = shown[-1] if shown else first
    newer = _page([each for each in reversed(kept) if each > first], held=held)
    return Months(
        kept=kept,
        shown=tuple(shown),
        asked=asked,
        newer=newer[-1] if newer else None,
        older=next((each for each in kept if each < last), None),
    )


def listed(rows: Iterable[Row], *, months: Months, on: Callable[[Row], date]) -> Listed[Row]:
    """Group rows that stand in order, those of `months`, by the first day of each month."""
    grouped = groupby(rows, key=lambda row: on(row).replace(day=1))
    return Listed(months=months, by_month=[(first, list(some)) for first, some in grouped])


def _page(months: Sequence[date], *, held: Counter[date]) -> list[date]:
    """Take whole months until they hold enough for a page."""
    taken: list[date] = []
    rows = 0
    for each in months:
        if rows >= AT_LEAST:
            break
        taken.append(each)
        rows += held[each]
    return taken


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
