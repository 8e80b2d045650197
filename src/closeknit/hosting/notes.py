"""What a database says of itself: its migrations, and the secrets it was written with."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_folder import PEPPER, SECRETS, key_id

NOTES = "people_notedsecret"
KEYRINGS = "people_keyring"
PEOPLE = "people_user"
MIGRATIONS = "django_migrations"
_COLUMNS = "SELECT name FROM pragma_table_info('people_keyring')"
_PEPPERS = "SELECT DISTINCT {} FROM people_keyring"
_MIGRATIONS = "SELECT app, name FROM django_migrations"
_NOTED = "SELECT name, key_id FROM people_notedsecret"
_SOMEBODY = "SELECT 1 FROM people_user LIMIT 1"
PEPPER_COLUMNS = ("pepper_key_id", "pepper_mark")  # the second until people.0013


@dataclass(frozen=True)
class Notes:
    """Empty for a database that holds nothing yet."""

    migrations: frozenset[tuple[str, str]] = frozenset()
    key_ids: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    """Those that each secret may have; before any was noted, keyrings tell the pepper's."""
    has_noted: bool = False
    has_people: bool = False

    @property
    def is_new(self) -> bool:
        return not self.migrations

    @property
    def expected(self) -> Sequence[str]:
        """The secrets without which something here no longer opens."""
        if self.has_noted:
            return tuple(self.key_ids)
        return SECRETS if self.has_people else ()

    def missing(self, secrets: Mapping[str, bytes]) -> list[str]:
        return [name for name in self.expected if name not in secrets]

    def foreign(self, secrets: Mapping[str, bytes]) -> list[str]:
        """Return the secrets that are others than this database was written with."""
        return [
            name
            for name, value in secrets.items()
            if name in self.key_ids and key_id(name, value) not in self.key_ids[name]
        ]


def notes_of(
    *,
    migrations: Iterable[tuple[str, str]],
    noted: Iterable[tuple[str, bytes]],
    peppers: Iterable[bytes],
    has_people: bool,
) -> Notes:
    """Put together what was read from a database, wherever it was."""
    by_name = {name: frozenset({bytes(value)}) for name, value in noted}
    seen = frozenset(bytes(value) for value in peppers)
    return Notes(
        migrations=frozenset(migrations),
        key_ids=by_name or ({PEPPER: seen} if seen else {}),
        has_noted=bool(by_name),
        has_people=has_people,
    )


def sqlite_notes(database: Path) -> Notes:
    """Read the notes of an SQLite file, which may be in use; without one, return empty ones."""
    if not database.exists():
        return Notes()
    try:
        uri = f"{database.resolve().as_uri()}?mode=rw"  # a log may need its index rebuilt
        with closing(sqlite3.connect(uri, uri=True, timeout=20)) as connection:
            return _read(connection)
    except (sqlite3.Error, UnicodeError) as error:
        raise HostError(
            f"{database} cannot be read as a database: {error}. Nothing was changed. See that "
            "this user may read and write it, or restore your newest backup."
        ) from error


def _read(connection: sqlite3.Connection) -> Notes:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if MIGRATIONS not in tables:
        return Notes()

    def rows(table: str, query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query).fetchall() if table in tables else []

    columns = {name for (name,) in rows(KEYRINGS, _COLUMNS)}
    pepper = next((name for name in PEPPER_COLUMNS if name in columns), None)
    peppers = rows(KEYRINGS, _PEPPERS.format(pepper)) if pepper else []
    return notes_of(
        migrations=((app, name) for app, name in rows(MIGRATIONS, _MIGRATIONS)),
        noted=((name, value) for name, value in rows(NOTES, _NOTED)),
        peppers=(value for (value,) in peppers),
        has_people=bool(rows(PEOPLE, _SOMEBODY)),
    )
