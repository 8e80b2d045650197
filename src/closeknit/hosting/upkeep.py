"""Keeping an SQLite file and its log from growing: what no row needs goes back to the disk."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from closeknit.hosting.problems import HostError

LOG_MAY_HAVE = 64 * 1024 * 1024  # bytes that the log keeps on the disk once it was written back
_INCREMENTAL = 2  # SQLite's number for giving free pages back little by little
_PAGES_AT_ONCE = 256  # in one write, a megabyte
_STEPS_AT_MOST = 2_000  # a day; the next one goes on
_PAUSE = 0.15  # seconds, so that whoever waits in another process gets in between two steps
_SHORT, _LONG = 0.2, 20.0  # seconds of patience with others


@dataclass(frozen=True)
class Compacted:
    """How many bytes the file had, and has."""

    before: int
    after: int


def make_file(database: Path) -> None:
    """Make a new file that can give free pages back, which is settled before its first table.

    Said later, by each connection, the same would wait for whoever writes.
    """
    with closing(sqlite3.connect(database, timeout=_LONG, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA auto_vacuum={_INCREMENTAL}")
        connection.execute("PRAGMA journal_mode=WAL")


def shrink_log(database: Path) -> bool:
    """Write the log back and cut it off; False when a reader needs it still, who keeps nobody."""
    try:
        with closing(_open(database, patience=_SHORT)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # the long part keeps nobody
            is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    return not is_busy


def give_pages_back(database: Path) -> int:
    """Give free pages back in short writes; return how many went.

    A file from before this was possible gives none until `compact` made it anew; one that is
    away, busy or full is left to the next time.
    """
    gone = 0
    try:
        with closing(_open(database, patience=_SHORT)) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            if _number(connection, "auto_vacuum") == _INCREMENTAL:
                for freed in _freed_by_steps(connection):
                    gone += freed
    except sqlite3.Error:
        return gone
    return gone


def _freed_by_steps(connection: sqlite3.Connection) -> Iterator[int]:
    for _ in range(_STEPS_AT_MOST):
        free = _number(connection, "freelist_count")
        if not free:
            return
        connection.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
        yield free - _number(connection, "freelist_count")
        time.sleep(_PAUSE)


def compact(database: Path) -> Compacted:
    """Write the whole file anew without its free pages; whoever writes meanwhile waits.

    Raises HostError where there is no file, too little room, or somebody who keeps writing.
    """
    if not database.exists():
        raise HostError(f"There is no database at {database}, so there is nothing to compact.")
    before = database.stat().st_size
    _require_room(database, needed=2 * before)
    try:
        with closing(_open(database, patience=_LONG)) as connection, _temporary_in(database.parent):
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute(f"PRAGMA auto_vacuum={_INCREMENTAL}")
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise HostError(
            f"{database} was not compacted: {error}. It is as it was. "
            "Stop the server if it is running, make room, and try again."
        ) from error
    shrink_log(database)
    return Compacted(before=before, after=database.stat().st_size)


def _require_room(database: Path, *, needed: int) -> None:
    """Ask for the new file and the log it passes through, before anything is written."""
    free = shutil.disk_usage(database.parent).free
    if free < needed:
        raise HostError(
            f"Compacting needs {_megabytes(needed)} MB of free disk at {database.parent}, "
            f"and there are {_megabytes(free)}. Nothing was changed. Make room and try again."
        )


@contextmanager
def _temporary_in(folder: Path) -> Iterator[None]:
    """Have SQLite keep its copy beside the file: its bytes are sealed words, not for /tmp."""
    before = os.environ.get("SQLITE_TMPDIR")
    os.environ["SQLITE_TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SQLITE_TMPDIR"]
        else:
            os.environ["SQLITE_TMPDIR"] = before


def _open(database: Path, *, patience: float) -> sqlite3.Connection:
    uri = f"{database.resolve().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _megabytes(count: int) -> int:
    return -(-count // 1_000_000)
