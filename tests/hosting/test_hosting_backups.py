import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest

from closeknit.hosting.backups import (
    back_up,
    backup_name,
    check_integrity,
    count_rows,
    newest_backup,
    put_back,
)
from closeknit.hosting.problems import HostError


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "data" / "closeknit.sqlite3"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE couple (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE answer (couple REFERENCES couple (id), words TEXT)")
        connection.execute("INSERT INTO couple VALUES (1)")
        connection.execute("INSERT INTO answer VALUES (1, 'one'), (1, 'two')")
        connection.commit()
    return path


def test_a_backup_holds_what_only_the_log_had(database, tmp_path):
    with closing(sqlite3.connect(database)) as writing:
        writing.execute("INSERT INTO answer VALUES (1, 'three')")
        writing.commit()
        assert database.with_name(f"{database.name}-wal").stat().st_size > 0

        backup = back_up(database=database, to=tmp_path / "copy.sqlite3")

    assert backup.rows == {"answer": 3, "couple": 1}


def test_a_backup_is_one_file_that_only_its_owner_reads(database, tmp_path):
    folder = tmp_path / "copies"

    backup = back_up(database=database, to=folder / "copy.sqlite3")

    assert list(folder.iterdir()) == [backup.path]
    assert backup.path.stat().st_mode & 0o777 == 0o600


def test_a_copy_says_how_far_it_is(database, tmp_path):
    said: list[str] = []

    back_up(database=database, to=tmp_path / "copy.sqlite3", tell=said.append)

    assert said[-1] == "100 % of the copy is made."


def test_a_table_with_a_quote_in_its_name_is_counted(database):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute('CREATE TABLE "a""b" (id INTEGER)')
        connection.commit()

    assert count_rows(database)['a"b'] == 0


def test_an_uncommitted_row_is_in_no_backup(database, tmp_path):
    with closing(sqlite3.connect(database)) as writing:
        writing.execute("INSERT INTO answer VALUES (1, 'not yet')")

        backup = back_up(database=database, to=tmp_path / "copy.sqlite3")

    assert backup.rows["answer"] == 2


def test_a_database_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(HostError, match="no database"):
        back_up(database=tmp_path / "none.sqlite3", to=tmp_path / "copy.sqlite3")

    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_leaves_the_previous_backup(database, tmp_path):
    good = back_up(database=database, to=tmp_path / "copy.sqlite3").path.read_bytes()
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)

    with pytest.raises(HostError):
        back_up(database=database, to=tmp_path / "copy.sqlite3")

    assert (tmp_path / "copy.sqlite3").read_bytes() == good


def test_a_row_that_points_at_nothing_is_found(database):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO answer VALUES (9, 'whose')")
        connection.commit()

    with pytest.raises(HostError, match="answer"):
        check_integrity(database)


def test_a_backup_put_back_has_the_same_rows(database, tmp_path):
    backup = back_up(database=database, to=tmp_path / "copy.sqlite3")
    elsewhere = tmp_path / "elsewhere" / "closeknit.sqlite3"

    rows = put_back(backup=backup.path, database=elsewhere)

    assert rows == backup.rows == count_rows(elsewhere)


def test_a_database_in_place_is_never_overwritten(database, tmp_path):
    backup = back_up(database=database, to=tmp_path / "copy.sqlite3")

    with pytest.raises(HostError, match="exists already"):
        put_back(backup=backup.path, database=database)


def test_names_sort_by_the_instant_whatever_the_zone():
    early = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    late = (early + timedelta(minutes=45)).astimezone(timezone(timedelta(hours=-5)))

    assert backup_name(now=early) == "closeknit-20260302T233000Z.sqlite3"
    assert backup_name(now=early) < backup_name(now=late)


def test_the_newest_backup_is_found_among_other_files(database, tmp_path):
    (tmp_path / "notes.txt").touch()
    assert newest_backup(tmp_path) is None

    made = back_up(database=database, to=tmp_path / backup_name(now=datetime.now(UTC)))

    assert newest_backup(tmp_path) == made.path


def test_a_dump_is_a_backup_as_well(tmp_path):
    dump = tmp_path / "closeknit-20260302T190000Z.pgdump"
    dump.touch()
    (tmp_path / "closeknit-20260302T190000Z.txt").touch()

    assert newest_backup(tmp_path) == dump
