"""Stopped cleanly, its file copied alone; a database that is gone; two starts at once."""

import shutil
import signal
import sqlite3
from contextlib import closing

import pytest
from couple_at_home import settle
from served import PATIENCE, both_serve, closeknit, serving

from closeknit.hosting.backups import count_rows

pytestmark = pytest.mark.fault


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_after_a_clean_stop_the_database_file_alone_holds_all_that_was_written(tmp_path, stop):
    home, alone = tmp_path / "data", tmp_path / "alone"
    with serving(home) as server:
        settle(server)
        server.process.send_signal(stop)
        status = server.process.wait(PATIENCE)
    alone.mkdir()
    shutil.copy(home / "closeknit.sqlite3", alone)

    rows = count_rows(alone / "closeknit.sqlite3")

    assert status == (-signal.SIGTERM if stop == signal.SIGTERM else 0)
    assert rows["people_user"] == 2
    assert _log(home) == 0


def test_a_file_copied_without_its_log_is_not_taken_for_a_new_home(tmp_path):
    home, moved = tmp_path / "data", tmp_path / "moved"
    with serving(home) as server:
        server.process.kill()
        server.process.wait(PATIENCE)
    shutil.copytree(home, moved)
    (moved / "closeknit.sqlite3").write_bytes(_as_before_any_checkpoint())
    for beside in moved.glob("closeknit.sqlite3-*"):
        beside.unlink()

    refused = closeknit("serve", home=moved)

    assert refused.returncode == 1
    assert "closeknit.sqlite3-wal is not beside it" in refused.stderr


def test_a_database_that_is_gone_is_begun_anew_only_where_that_is_meant(tmp_path):
    home = tmp_path / "data"
    with serving(home):
        pass
    for file in home.glob("closeknit.sqlite3*"):
        file.unlink()

    refused = closeknit("serve", home=home)
    looked = closeknit("doctor", home=home)
    was_made = (home / "closeknit.sqlite3").exists()
    with serving(home, "--start-anew") as server:
        ready = server.status("/readyz")
    again = closeknit("serve", "--start-anew", home=home)

    assert refused.returncode == 1
    assert "There is no database at" in refused.stderr
    assert looked.returncode == 2
    assert "There is no database at" in looked.stdout
    assert not was_made
    assert ready == 200
    assert "There is a database here" in again.stderr


def test_an_older_program_does_not_serve_what_a_newer_one_has_changed(tmp_path):
    home = tmp_path / "data"
    with serving(home):
        pass
    with closing(sqlite3.connect(home / "closeknit.sqlite3")) as connection:
        later = "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_x', 0)"
        connection.execute(later)
        connection.commit()

    refused = closeknit("serve", home=home)
    looked = closeknit("doctor", home=home)

    assert refused.returncode == 1
    assert "newer version" in refused.stderr
    assert looked.returncode == 2
    assert "newer version" in looked.stdout


def test_two_starts_at_once_bring_one_file_up_to_date(tmp_path):
    both_serve(tmp_path / "data")

    with closing(sqlite3.connect(tmp_path / "data" / "closeknit.sqlite3")) as connection:
        count = "SELECT COUNT(*), COUNT(DISTINCT app || name) FROM django_migrations"
        every, distinct = connection.execute(count).fetchone()
    assert every == distinct > 0


def _as_before_any_checkpoint() -> bytes:
    """Return the one page that SQLite writes when a log begins: all else is in the log."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA user_version = 1")
        page = bytearray(connection.serialize())
    page[18:20] = b"\x02\x02"  # the format's numbers for a write-ahead log
    return bytes(page)


def _log(home) -> int:
    log = home / "closeknit.sqlite3-wal"
    return log.stat().st_size if log.exists() else 0
