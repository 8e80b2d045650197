"""What a PostgreSQL dump says of the database it was made of, read with PostgreSQL's own tool."""

from collections.abc import Sequence
from pathlib import Path

from closeknit.hosting.notes import (
    KEYRINGS,
    MIGRATIONS,
    NOTES,
    PEOPLE,
    PEPPER_COLUMNS,
    Notes,
    notes_of,
)
from closeknit.hosting.postgres_backups import listed, table_text
from closeknit.hosting.problems import HostError

_ACTING = (" FUNCTION ", " PROCEDURE ", " TRIGGER ", " EVENT TRIGGER ", " RULE ", " VIEW ")
_HEADER = "COPY "
_END = "\\."
_BYTES = "\\\\x"


def dump_notes(dump: Path) -> Notes:
    """Read the notes of a dump; raises HostError where it is none, or holds something that acts."""
    entries = [line for line in listed(dump) if not line.startswith(";")]
    acting = next((line for line in entries if any(kind in line for kind in _ACTING)), None)
    if acting is not None:
        raise HostError(
            f"{dump} has something that acts by itself ({acting.split(' ', 3)[-1]}), which no "
            "backup of Closeknit has. Nothing was restored."
        )
    tables = {_table(line) for line in entries if " TABLE DATA " in line}

    def rows(table: str, *columns: str) -> list[Sequence[str]]:
        return _rows(table_text(dump, table), columns) if table in tables else []

    peppers = [value for row in rows(KEYRINGS, *PEPPER_COLUMNS) for value in row]
    return notes_of(
        migrations=[(app, name) for app, name in rows(MIGRATIONS, "app", "name")],
        noted=[(name, _bytes(value)) for name, value in rows(NOTES, "name", "key_id")],
        peppers=[_bytes(value) for value in peppers],
        has_people=bool(rows(PEOPLE, "id")),
    )


def _table(entry: str) -> str:
    """Return the table of a line such as `3445; 0 16388 TABLE DATA public people_user owner`."""
    return entry.partition(" TABLE DATA ")[2].split(" ")[1]


def _rows(text: str, wanted: Sequence[str]) -> list[Sequence[str]]:
    """Return those of the wanted columns that the COPY in a dump's text has, row by row."""
    lines = iter(text.splitlines())
    header = next((line for line in lines if line.startswith(_HEADER)), "")
    columns = [
        name.strip().strip('"') for name in header.partition("(")[2].partition(")")[0].split(",")
    ]
    at = [columns.index(name) for name in wanted if name in columns]
    found: list[Sequence[str]] = []
    for line in lines:
        if line == _END:
            break
        values = line.split("\t")
        found.append([values[index] for index in at])
    return found


def _bytes(value: str) -> bytes:
    return bytes.fromhex(value.removeprefix(_BYTES))
