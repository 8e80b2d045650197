"""Copies of an SQLite database that are whole, and putting one back."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from closeknit.hosting.problems import HostError

BEFORE_UPDATE = "before-update"
COPIES_LAST = timedelta(days=30)
_SUFFIX = ".sqlite3"
_STAMP = "closeknit-%Y%m%dT%H%M%SZ"


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
    return max(folder.glob(f"closeknit-*{_SUFFIX}"), key=lambda p: p.stat().st_mtime, default=None)


def forget_old_copies(folder: Path, *, now: datetime) -> int:
    """Delete the copies made before updates that are older than pages promise; return how many.

    Whatever has another name is the host's own, and stays.
    """
    ending, forgotten = f"-{BEFORE_UPDATE}{_SUFFIX}", 0
    for copy in folder.glob(f"closeknit-*{ending}"):
        try:
            made = datetime.strptime(copy.name.removesuffix(ending), _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        if now - made > COPIES_LAST:
            copy.unlink(missing_ok=True)
            forgotten += 1
    return forgotten


def back_up(*, database: Path, to: Path) -> Backup:
    """Copy a database that may be in use; `to` appears whole or not at all.

    Raises HostError when it cannot be read or written; an older file at `to` then stays.
    """
    if not database.exists():
        raise HostError(f"There is no database at {database}, so there is nothing to copy.")
    _copy(database, to)
    return Backup(path=to, bytes=to.stat().st_size, rows=count_rows(to))


def put_back(*, backup: Path, database: Path) -> Mapping[str, int]:
    """Make `database` from a backup; returns the rows of each table after comparing them.

    Raises HostError when a database is there already or the copy is not the backup's equal.
    """
    if database.exists():
        raise HostError(f"{database} exists already. Restore into an empty data folder.")
    check_integrity(backup)
    _copy(backup, database)
    before, after = count_rows(backup), count_rows(database)
    if before != after:
        database.unlink()
        raise HostError(f"The restored copy of {backup} lacks rows. Nothing was restored.")
    return after


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


def count_rows(database: Path) -> Mapping[str, int]:
    with closing(_open_to_read(database)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        count = 'SELECT COUNT(*) FROM "{}"'.format  # names come from the schema itself
        return {name: connection.execute(count(name)).fetchone()[0] for name in sorted(tables)}


def _copy(source: Path, to: Path) -> None:
    part = to.with_name(f".{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        _copy_online(source, part)
        check_integrity(part)
        _settle(part, to)
    except (sqlite3.Error, OSError) as error:
        raise HostError(
            f"The copy to {to} failed: {error}. Older copies are untouched. "
            "Make room or name another folder, then try again."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _copy_online(source: Path, part: Path) -> None:
    """Copy in one step inside one read transaction, so that writers neither wait nor tear it."""
    with closing(_open_to_read(source)) as reading, closing(sqlite3.connect(part)) as writing:
        reading.backup(writing, pages=-1)
        writing.execute("PRAGMA journal_mode=DELETE")


def _settle(part: Path, to: Path) -> None:
    """Make the bytes durable before the name, and the name before we say so."""
    _sync(part)
    part.replace(to)
    _sync(to.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _open_to_read(database: Path) -> sqlite3.Connection:
    """Open without creating; `mode=rw` because reading a WAL may need its index rebuilt."""
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=20)
