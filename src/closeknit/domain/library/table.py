"""One TOML table read field by field; every fault becomes a Problem, none stops the reading."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from closeknit.domain.library.problems import Problem

Choice = TypeVar("Choice", bound=StrEnum)


class Table:
    """Reads typed fields; a missing or ill-typed one is noted and replaced by an empty value."""

    def __init__(
        self, values: Mapping[str, object], *, file: str, problems: list[Problem], path: str = ""
    ) -> None:
        self._values = values
        self._file = file
        self._problems = problems
        self._path = path
        self._asked: set[str] = set()

    def refuse(self, field: str, message: str) -> None:
        self._problems.append(Problem(self._file, self._path + field, message))

    def text(self, field: str) -> str:
        value = self._required(field, 'add it: text between quotes, for example "…"')
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse(field, f"is {value!r}; write text between quotes")
            return ""
        if not value.strip():
            self.refuse(field, "is empty; write at least one word, or leave an optional field out")
        return value.strip()

    def text_or_empty(self, field: str) -> str:
        self._asked.add(field)
        value = self._values.get(field, "")
        if not isinstance(value, str):
            self.refuse(field, f"is {value!r}; write text between quotes")
            return ""
        return value.strip()

    def whole_number(self, field: str, *, least: int, most: int | None = None) -> int:
        span = f"from {least}" + (f" to {most}" if most is not None else " up")
        value = self._required(field, f"add it: a whole number {span}")
        if value is None:
            return least
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or value < least or (most is not None and value > most):  # type: ignore[operator]
            self.refuse(field, f"is {value!r}; write a whole number {span}")
            return least
        return value  # type: ignore[return-value]

    def whole_number_or_none(self, field: str, *, least: int) -> int | None:
        self._asked.add(field)
        return self.whole_number(field, least=least) if field in self._values else None

    def number(self, field: str, *, above: float = 0.0) -> float:
        value = self._required(field, f"add it: a number above {above:g}")
        if value is None:
            return 0.0
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= above:
            self.refuse(field, f"is {value!r}; write a number above {above:g}")
            return 0.0
        return float(value)

    def truth(self, field: str) -> bool:
        value = self._required(field, "add it: true or false")
        if value is not None and not isinstance(value, bool):
            self.refuse(field, f"is {value!r}; write true or false, without quotes")
        return value is True

    def truth_or_false(self, field: str) -> bool:
        self._asked.add(field)
        return self.truth(field) if field in self._values else False

    def day(self, field: str) -> date:
        value = self._required(field, 'add it: a day such as "2026-11-23"')
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            if value is not None:
                self.refuse(field, f'is {value!r}; write a day such as "2026-11-23"')
            return date.min

    def choice(self, field: str, choices: type[Choice], fallback: Choice) -> Choice:
        value = self._required(field, f"add it: one of {_listed(choices)}")
        if value is None:
            return fallback
        try:
            return choices(str(value))
        except ValueError:
            self.refuse(field, f"is {value!r}; write one of {_listed(choices)}")
            return fallback

    def choices(self, field: str, choices: type[Choice]) -> frozenset[Choice]:
        found = set()
        for value in self.texts(field):
            try:
                found.add(choices(value))
            except ValueError:
                self.refuse(field, f"holds {value!r}; write some of {_listed(choices)}")
        return frozenset(found)

    def texts(self, field: str) -> tuple[str, ...]:
        value = self._required(field, 'add it: a list such as ["a", "b"], or []')
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.refuse(field, f'is {value!r}; write a list of texts such as ["a", "b"]')
            return ()
        return tuple(value)

    def texts_or_none(self, field: str) -> tuple[str, ...]:
        self._asked.add(field)
        return self.texts(field) if field in self._values else ()

    def table(self, field: str) -> "Table":
        value = self._required(field, f"add it: a table under the heading [{field}]")
        if value is not None and not isinstance(value, dict):
            self.refuse(field, f"is {value!r}; write a table under the heading [{field}]")
        return self._inner(value if isinstance(value, dict) else {}, f"{field}.")

    def mapping(self, field: str) -> Mapping[str, object]:
        """A table whose own names are data, such as ids; whoever asks looks through it."""
        value = self._required(field, f"add it under the heading [{field}]")
        if value is not None and not isinstance(value, dict):
            self.refuse(field, f"is {value!r}; write a table under the heading [{field}]")
        return value if isinstance(value, dict) else {}

    def table_or_none(self, field: str) -> "Table | None":
        self._asked.add(field)
        return self.table(field) if field in self._values else None

    def tables(self, field: str) -> tuple["Table", ...]:
        """The tables of a [[field]] list, each numbered from 1 in the problems it reports."""
        value = self._required(field, f"add it: at least one table under the heading [[{field}]]")
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.refuse(field, f"is no list of tables; write each under the heading [[{field}]]")
            return ()
        return tuple(
            self._inner(part, f"{field}[{part.get('id', place)}].")
            for place, part in enumerate(value, start=1)
        )

    def refuse_unknown(self) -> None:
        """Call last: every field that nobody asked for is a misspelling."""
        for field in self._values.keys() - self._asked:
            self.refuse(
                field, f"is not known here; the fields are {', '.join(sorted(self._asked))}"
            )

    def _required(self, field: str, remedy: str) -> object | None:
        self._asked.add(field)
        if field not in self._values:
            self.refuse(field, f"is missing; {remedy}")
        return self._values.get(field)

    def _inner(self, values: Mapping[str, object], path: str) -> "Table":
        return Table(values, file=self._file, problems=self._problems, path=self._path + path)


def _listed(choices: Iterable[StrEnum]) -> str:
    return ", ".join(f'"{choice}"' for choice in choices)
