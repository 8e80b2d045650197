"""Copies of an SQLite database that are whole, and putting one back."""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from closeknit.hosting.durable import settle
from closeknit.hosting.problems import HostError

_SUFFIX = ".sqlite3"
COPY_SUFFIXES = (_SUFFIX, ".pgdump")
_PAGES_EACH = 65_536  # pages of 4 KiB between two words on how far a copy is
_PATIENCE_AT_STOP = 5  # seconds that a last reader may take
_LOG = logging.getLogger(__name__)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Backup:
    """A finished copy; `rows` counts each table's rows inside it."""

    path: Path
    bytes: int
    rows: Mapping[str, int]


def backup_name(*, now: datetime, reason: str = "") -> str:
    """Return a file name that sorts by time, such as `closeknit-20260302T190000Z.sqlite3`."""
    return f"closeknit-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{reason and f'-{reason}'}{_SUFFIX}"


def newest_backup(folder: Path) -> Path | None:
    """Return the newest copy in a folder, whichever database it is of."""
    copies = (path for path in folder.glob("closeknit-*") if path.suffix in COPY_SUFFIXES)
    return max(copies, key=lambda path: path.stat().st_mtime, default=None)


def back_up(*, database: Path, to: Path, tell: Tell | None = None) -> Backup:
    """Copy a database that may be in use; `to` appears whole or not at all.

    Raises HostError when it cannot be read or written; an older file at `to` then stays.
    """
    if not database.exists():
        raise HostError(f"There is no database at {database}, so there is nothing to copy.")
    _copy(database, to, tell=tell)
    return Backup(path=to, bytes=to.stat().st_size, rows=count_rows(to))


def put_back(*, backup: Path, database: Path) -> Mapping[str, int]:
    """Make `database` from a backup; returns the rows of each table after comparing them.

    Raises HostError when a database is there already or the copy is not the backup's equal.
    """
    if database.exists():
        raise HostError(f"{database} exists already. Restore into an empty data folder.")
    _copy(backup, database)
    before, after = count_rows(backup), count_rows(database)
    if before != after:
        database.unlink()
        raise HostError(f"The restored copy of {backup} lacks rows. Nothing was restored.")
    return after


def checkpoint(database: Path) -> None:
    """Move what the log holds into the database file, so that the file alone is whole."""
    try:
        uri = f"{database.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE_AT_STOP)) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        _LOG.warning("The log stays beside the database; keep both together: %s", error)
        return
    if is_busy:
        _LOG.warning("Something still reads the database, so its log stays; keep both together.")


def check_backup(backup: Path) -> None:
    """Raise HostError unless the file is a whole database that holds rows and nothing that acts."""
    if backup.stat().st_size == 0:
        raise HostError(f"{backup} is empty, so it is no backup. Nothing was restored.")
    check_integrity(backup)
    acting = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    with closing(_open_to_read(backup)) as connection:
        found = connection.execute(acting).fetchone()
    if found is not None:
        raise HostError(
            f"{backup} has a {found[0]}, {found[1]!r}, which no backup of Closeknit has. "
            "Nothing was restored."
        )


def check_integrity(database: Path) -> None:
    """Raise HostError unless SQLite finds the file whole and every reference answered."""
    try:
        with closing(_open_to_read(database)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise HostError(f"{database} cannot be read as a database: {error}.") from error
    if found != "ok":
        raise HostError(f"{database} is damaged: {found}. Restore your newest backup.")
    if orphan is not None:
        raise HostError(f"{database} has a row in {orphan[0]} that points at nothing.")


def check_quickly(database: Path) -> None:
    """Raise HostError unless every page can be read and is in its place.

    The whole check compares each index with its table, too, and takes many times as long.
    """
    try:
        with closing(_open_to_read(database)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise HostError(f"{database} cannot be read as a database: {error}.") from error
    if found != "ok":
        raise HostError(f"{database} is damaged: {found}. Restore your newest backup.")


def count_rows(database: Path) -> Mapping[str, int]:
    with closing(_open_to_read(database)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        count = 'SELECT COUNT(*) FROM "{}"'.format  # names come from the schema itself
        return {
            name: connection.execute(count(name.replace('"', '""'))).fetchone()[0]
            for name in sorted(tables)
        }


def _copy(source: Path, to: Path, *, tell: Tell | None = None) -> None:
    part = to.with_name(f".{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        _copy_online(source, part, tell=tell)
        check_quickly(part)
        settle(part, to)
    except (sqlite3.Error, OSError) as error:
        raise HostError(
            f"The copy to {to} failed: {error}. Older copies are untouched. "
            "Make room or name another folder, then try again."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _copy_online(source: Path, part: Path, *, tell: Tell | None) -> None:
    """Copy inside one read transaction, so that writers neither wait nor tear it."""

    def progress(_status: int, left: int, total: int) -> None:
        if tell is not None:
            tell(f"{100 * (total - left) // max(total, 1)} % of the copy is made.")

    with closing(_open_to_read(source)) as reading, closing(sqlite3.connect(part)) as writing:
        reading.execute("BEGIN")
        reading.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the transaction begins here
        reading.backup(writing, pages=_PAGES_EACH, progress=progress)
        writing.execute("PRAGMA journal_mode=DELETE")


def _open_to_read(database: Path) -> sqlite3.Connection:
    """Open without creating; `mode=rw` because reading a WAL may need its index rebuilt."""
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=20)
