"""What a PostgreSQL database says of itself, asked before Django starts."""

from typing import Any, LiteralString, cast

import psycopg
from psycopg.sql import SQL, Identifier

from closeknit.hosting.notes import (
    KEYRINGS,
    MIGRATIONS,
    NOTES,
    PEOPLE,
    PEPPER_COLUMNS,
    Notes,
    notes_of,
)
from closeknit.hosting.postgres_backups import PostgresPlace
from closeknit.hosting.problems import HostError

_PATIENCE = 10  # seconds for a server to answer


def postgres_notes(place: PostgresPlace) -> Notes:
    """Read the notes of the database at `place`; raises HostError while it is away."""
    try:
        with psycopg.connect(**place.parameters, connect_timeout=_PATIENCE) as connection:
            return _read(connection)
    except psycopg.Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise HostError(
            f"The database does not answer ({reason}). Nothing was changed. "
            "Start it, or correct CLOSEKNIT_DATABASE_URL, and try again."
        ) from error


def _read(connection: psycopg.Connection[Any]) -> Notes:
    columns = {
        (table, column)
        for table, column in connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = ANY (current_schemas(false))"
        )
    }
    tables = {table for table, _column in columns}
    if MIGRATIONS not in tables:
        return Notes()
    pepper = next((name for name in PEPPER_COLUMNS if (KEYRINGS, name) in columns), None)

    def rows(table: str, query: LiteralString, **names: str) -> list[tuple[Any, ...]]:
        if table not in tables:
            return []
        filled = {name: Identifier(value) for name, value in names.items()}
        return connection.execute(SQL(query).format(table=Identifier(table), **filled)).fetchall()

    peppers = (
        rows(KEYRINGS, "SELECT DISTINCT {pepper} FROM {table}", pepper=pepper) if pepper else []
    )
    return notes_of(
        migrations=cast("list[tuple[str, str]]", rows(MIGRATIONS, "SELECT app, name FROM {table}")),
        noted=cast("list[tuple[str, bytes]]", rows(NOTES, "SELECT name, key_id FROM {table}")),
        peppers=[value for (value,) in peppers],
        has_people=bool(rows(PEOPLE, "SELECT 1 FROM {table} LIMIT 1")),
    )
