"""Every table that keeps something of a person or a couple, with what is declared about it.

A room declares its tables in `tests/rooms/<room>/<room>_tables.py` as `TABLES`; a table that no
room declares fails `rooms/test_every_table_is_covered.py`. `partner_pages` reads the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import cast

from cast import Person
from django.db.models import Model

from closeknit.rooms.people.models import Couple, SealedRow, User

ROOMS = Path(__file__).parent / "rooms"
_NAMES = frozenset({"owner", "couple", "user", "person"})
Write = Callable[[Person, Person, str], None]


def _writes_itself(person: Person, other: Person, words: str) -> None:
    """Leave it to the couple's arriving, which writes such a row anyway."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """What is declared of one table."""

    model: type[Model]
    write: Write = _writes_itself
    """Writes a row of one person's, by the app's own actions, with words wherever it has any."""
    wait: Write | None = None
    """Leaves a row waiting for the partner's own; each table whose rows open together has one."""
    private_act: str = ""
    """The act that writes it and that the partner must not notice; empty for what both see."""
    partner_reads: bool = False
    """The partner's export holds the words, too."""
    words: Callable[[str], str] = str
    """What the export shows of the words given, where it is not the words themselves."""
    goes_with: str = ""
    """Why a row of the partner's goes when this person's goes; empty where it stays."""

    @property
    def is_sealed(self) -> bool:
        return issubclass(self.model, SealedRow)


def declared_tables() -> list[Table]:
    """Gather what every room declares."""
    found: list[Table] = []
    for file in sorted(ROOMS.glob("*/*_tables.py")):
        spec = spec_from_file_location(file.stem, file)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        found += module.TABLES
    return found


def owned_models(models: Iterable[type[Model]]) -> set[type[Model]]:
    """Return the tables that lead to a person or a couple: by a key, a name, or a parent row."""
    every, found = set(models), {User, Couple}
    while more := {each for each in every - found if _leads_to(each, found)}:
        found |= more
    return found & every


def owner_paths(model: type[Model]) -> list[str]:
    """Return the look-ups from a row to its person; a table of the couple's alone has none."""
    if model is User:
        return ["pk"]
    own = [field.name for field in model._meta.concrete_fields if field.related_model is User]
    return own or [
        f"{field.name}__{path}"
        for field in model._meta.concrete_fields
        if field.related_model not in (None, Couple, model) and not _is_of_a_couple(model)
        for path in owner_paths(cast("type[Model]", field.related_model))
    ]


def _is_of_a_couple(model: type[Model]) -> bool:
    return model is Couple or any(
        field.related_model is Couple for field in model._meta.concrete_fields
    )


def _leads_to(model: type[Model], owned: set[type[Model]]) -> bool:
    return any(
        field.related_model in owned or field.name.removesuffix("_id") in _NAMES
        for field in model._meta.concrete_fields
    )
