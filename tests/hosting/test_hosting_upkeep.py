"""The database file and its log give back what they do not need."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from closeknit.hosting.problems import HostError
from closeknit.hosting.upkeep import compact, give_pages_back, shrink_log

WORDS = b"x" * 4_000
ROWS = 2_000


def made(tmp_path, *, auto_vacuum=0):
    """Return a database whose rows were all written and then nearly all deleted."""
    database = tmp_path / "closeknit.sqlite3"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA auto_vacuum={auto_vacuum}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("CREATE TABLE words (sealed BLOB)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words VALUES (?)", [(WORDS,)] * ROWS)
        connection.execute("COMMIT")
        connection.execute("DELETE FROM words WHERE rowid > 10")
    return database


def left_in(database):
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT count(*) FROM words").fetchone()[0]


def test_a_file_from_before_is_compacted_and_keeps_its_rows(tmp_path):
    database = made(tmp_path)

    done = compact(database)

    assert done.after < done.before / 20
    assert done.after == database.stat().st_size
    assert left_in(database) == 10


def test_once_compacted_a_file_gives_later_pages_back_by_itself(tmp_path):
    database = made(tmp_path)
    compact(database)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.executemany("INSERT INTO words VALUES (?)", [(WORDS,)] * 500)
        connection.execute("DELETE FROM words WHERE rowid > 10")

    gone = give_pages_back(database)

    assert gone > 400
    assert give_pages_back(database) == 0


def test_a_file_that_cannot_give_pages_back_is_left_as_it_is(tmp_path):
    database = made(tmp_path)

    assert give_pages_back(database) == 0
    assert left_in(database) == 10


def test_too_little_room_is_said_before_anything_is_written(tmp_path, monkeypatch):
    database = made(tmp_path)
    before = database.read_bytes()
    full = type(shutil.disk_usage(tmp_path))(10, 5, 5)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)

    with pytest.raises(HostError, match=r"Compacting needs \d+ MB of free disk"):
        compact(database)

    assert database.read_bytes() == before


def test_somebody_in_the_middle_of_a_write_is_told_and_nothing_changes(tmp_path, monkeypatch):
    monkeypatch.setattr("closeknit.hosting.upkeep._LONG", 0.1)
    database = made(tmp_path)
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        with pytest.raises(HostError, match="Stop the server if it is running"):
            compact(database)

    assert left_in(database) == 10


def test_no_database_is_said(tmp_path):
    with pytest.raises(HostError, match="nothing to compact"):
        compact(tmp_path / "none.sqlite3")


def test_the_log_is_cut_off_once_nobody_reads_from_it(tmp_path):
    database = made(tmp_path)
    log = database.with_name(f"{database.name}-wal")
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("PRAGMA wal_autocheckpoint=0")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM words").fetchone()
        with closing(sqlite3.connect(database, isolation_level=None)) as writer:
            writer.execute("PRAGMA wal_autocheckpoint=0")
            writer.executemany("INSERT INTO words VALUES (?)", [(WORDS,)] * 500)
            held = shrink_log(database)
            size_held = log.stat().st_size
            reader.execute("COMMIT")
            cut = shrink_log(database)

            assert (held, cut) == (False, True)
            assert size_held > 500 * len(WORDS)
            assert log.stat().st_size == 0
