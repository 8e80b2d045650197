"""Copies of an SQLite database that are whole, and putting one back."""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from closeknit.hosting.durable import filling
from closeknit.hosting.problems import HostError
from closeknit.hosting.sqlite_files import open_existing

BEFORE_UPDATE = "before-update"
COPIES_LAST = timedelta(days=30)
_SUFFIX = ".sqlite3"
_STAMP = "closeknit-%Y%m%dT%H%M%SZ"
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
    return f"{now.astimezone(UTC):{_STAMP}}{reason and f'-{reason}'}{_SUFFIX}"


def newest_backup(folder: Path) -> Path | None:
    """Return the newest copy in a folder, whichever database it is of."""
    copies = (path for path in folder.glob("closeknit-*") if path.suffix in COPY_SUFFIXES)
    return max(copies, key=lambda path: path.stat().st_mtime, default=None)


def forget_old_copies(folder: Path, *, now: datetime) -> int:
    """Delete the copies made before updates that are older than pages promise; return how many.

    Whatever has another name is the host's own, and stays.
    """
    forgotten = 0
    for copy in folder.glob(f"closeknit-*-{BEFORE_UPDATE}.*"):
        if copy.suffix not in COPY_SUFFIXES:
            continue
        try:
            stamp = copy.stem.removesuffix(f"-{BEFORE_UPDATE}")
            made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        if now - made > COPIES_LAST:
            copy.unlink(missing_ok=True)
            forgotten += 1
    return forgotten


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
        with closing(open_existing(database, patience=_PATIENCE_AT_STOP)) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        _LOG.warning("The log stays beside the database; keep both together: %s", error)
        return
    if is_busy:
        _LOG.warning("Something still reads the database, so its log stays; keep both together.")


def copy_failed(to: Path, error: Exception) -> HostError:
    return HostError(
        f"The copy to {to} failed: {error}. Older copies are untouched. "
        "Make room or name another folder, then try again."
    )


def check_backup(backup: Path) -> None:
    """Raise HostError unless the file is a whole database that holds rows and nothing that acts."""
    if backup.stat().st_size == 0:
        raise HostError(f"{backup} is empty, so it is no backup. Nothing was restored.")
    check_integrity(backup)
    acting = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    with closing(open_existing(backup)) as connection:
        found = connection.execute(acting).fetchone()
    if found is not None:
        raise HostError(
            f"{backup} has a {found[0]}, {found[1]!r}, which no backup of Closeknit has. "
            "Nothing was restored."
        )


def check_integrity(database: Path) -> None:
    """Raise HostError unless SQLite finds the file whole and every reference answered."""
    try:
        with closing(open_existing(database)) as connection:
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
        with closing(open_existing(database)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise HostError(f"{database} cannot be read as a database: {error}.") from error
    if found != "ok":
        raise HostError(f"{database} is damaged: {found}. Restore your newest backup.")


def count_rows(database: Path) -> Mapping[str, int]:
    with closing(open_existing(database)) as connection:
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
    try:
        with filling(to) as part:
            _copy_online(source, part, tell=tell)
            check_quickly(part)
    except (sqlite3.Error, OSError) as error:
        raise copy_failed(to, error) from error


def _copy_online(source: Path, part: Path, *, tell: Tell | None) -> None:
    """Copy inside one read transaction, so that writers neither wait nor tear it."""

    def progress(_status: int, left: int, total: int) -> None:
        if tell is not None:
            tell(f"{100 * (total - left) // max(total, 1)} % of the copy is made.")

    with closing(open_existing(source)) as reading, closing(sqlite3.connect(part)) as writing:
        reading.execute("BEGIN")
        reading.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the transaction begins here
        reading.backup(writing, pages=_PAGES_EACH, progress=progress)
        writing.execute("PRAGMA journal_mode=DELETE")
