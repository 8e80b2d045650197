import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from served import closeknit, serving

from closeknit.hosting import checks
from closeknit.hosting.checks import Severity

NOW = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "closeknit.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE couple (id INTEGER PRIMARY KEY)")
        connection.commit()
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


def test_a_whole_database_is_good_and_a_damaged_one_is_trouble(database):
    assert checks.database_finding(database=database).severity is Severity.GOOD

    database.write_bytes(b"no database at all")

    assert checks.database_finding(database=database).severity is Severity.TROUBLE


@pytest.mark.parametrize(
    ("days", "severity"),
    [(None, Severity.ADVICE), (0, Severity.GOOD), (7, Severity.GOOD), (8, Severity.ADVICE)],
)
def test_a_backup_may_be_a_week_old(days, severity, database):
    age = timedelta(days=days or 0)

    found = checks.backup_finding(newest=None if days is None else database, now=NOW + age)

    assert found.severity is severity


@pytest.mark.parametrize(("days", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_the_age_of_a_backup_is_said_in_days(days, said, database):
    found = checks.backup_finding(newest=database, now=NOW + timedelta(days=days))

    assert found.sentence == f"The newest backup is {said} old."


def test_a_clock_behind_the_last_write_is_trouble(database):
    found = checks.clock_finding(database=database, now=NOW - timedelta(hours=1))

    assert found.severity is Severity.TROUBLE
    assert "behind" in found.sentence


def test_a_system_that_does_not_say_whether_it_keeps_time_holds_nothing_up(
    database, tmp_path, monkeypatch
):
    silent = tmp_path / "timedatectl"
    silent.write_text("#!/bin/sh\nexec sleep 60\n", encoding="ascii")
    silent.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(checks, "_PATIENCE", 0.2)
    began = time.monotonic()

    found = checks.clock_finding(database=database, now=NOW)

    assert found.severity is Severity.GOOD
    assert time.monotonic() - began < 30  # half of what the silent one takes


def test_a_full_disk_is_trouble(monkeypatch, tmp_path):
    full = SimpleNamespace(free=10 * 1024 * 1024)
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _folder: full)

    assert checks.disk_finding(folder=tmp_path).severity is Severity.TROUBLE


def test_a_server_for_this_machine_alone_is_told_how_phones_could_reach_it(tmp_path):
    found = checks.reach_finding(
        public_url="http://localhost:8321", is_local=True, authority=tmp_path / "none"
    )

    assert found.severity is Severity.ADVICE
    assert "--lan" in found.sentence


def test_an_address_where_nothing_answers_is_trouble(tmp_path):
    found = checks.reach_finding(
        public_url="https://127.0.0.1:1", is_local=False, authority=tmp_path / "none"
    )

    assert found.severity is Severity.TROUBLE
    assert "https://127.0.0.1:1" in found.sentence


def test_doctor_speaks_in_one_line_each_and_exits_by_the_worst(tmp_path):
    home = tmp_path / "data"
    with serving(home):
        pass

    fresh = closeknit("doctor", home=home)
    closeknit("backup", home=home)
    closeknit("backup", "--secrets", str(tmp_path / "secrets.json"), home=home)
    tended = closeknit("doctor", home=home)
    (home / "closeknit.sqlite3").write_bytes(b"torn")
    broken = closeknit("doctor", home=home)

    assert fresh.returncode == 1
    assert "never saved" in fresh.stdout
    assert "no backup yet" in fresh.stdout
    assert "never saved" not in tended.stdout
    assert "no backup yet" not in tended.stdout
    assert all(line.endswith(".") for line in tended.stdout.splitlines())
    assert broken.returncode == 2
