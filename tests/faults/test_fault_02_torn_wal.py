"""Fault 2: a torn or zeroed write-ahead log opens, with whole transactions only."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

SAID_AT_LEAST = 60
HALF_DONE = {
    "a person without keys": (
        "SELECT COUNT(*) FROM people_user WHERE id NOT IN (SELECT user_id FROM people_keyring)"
    ),
    "a space without a seat": (
        "SELECT COUNT(*) FROM people_couple "
        "WHERE id NOT IN (SELECT couple_id FROM people_membership)"
    ),
    "a seat without a key": (
        "SELECT COUNT(*) FROM people_membership "
        "WHERE user_id NOT IN (SELECT reader_id FROM people_couplekey)"
    ),
}


@pytest.fixture
def crashed(household):
    """The folder as a killed writer left it, and what it had said was kept, in order."""
    with household.busy() as writer:
        writer.start()
        said = [writer.line() for _ in range(SAID_AT_LEAST)]
        said += writer.kill()
    assert household.database.with_name("closeknit.sqlite3-wal").stat().st_size > 0
    return household, said


@pytest.mark.fault
def test_a_log_torn_anywhere_leaves_whole_transactions_in_their_order(crashed, tmp_path):
    household, said = crashed
    size = len(_log(household.database).read_bytes())
    chance = Random(2)

    survivors = []
    for number in range(12):
        torn = _copy(household.database, tmp_path / f"torn-{number}")
        with _log(torn).open("r+b") as log:
            log.truncate(chance.randrange(size))
        survivors.append(_surviving(torn, said))

    assert len(set(survivors)) > 1


@pytest.mark.fault
def test_a_log_zeroed_from_anywhere_leaves_whole_transactions_in_their_order(crashed, tmp_path):
    household, said = crashed
    size = len(_log(household.database).read_bytes())
    chance = Random(3)

    for number in range(12):
        zeroed = _copy(household.database, tmp_path / f"zeroed-{number}")
        start = 0 if number == 0 else chance.randrange(size)
        with _log(zeroed).open("r+b") as log:
            log.seek(start)
            log.write(bytes(size - start))

        assert _surviving(zeroed, said) <= len(said)


@pytest.mark.fault
def test_people_still_sign_in_after_the_whole_log_was_lost(crashed):
    household, _said = crashed
    _log(household.database).write_bytes(b"")

    seen = household.tell("visit")

    assert seen == {"Alice": True, "Bob": True}


def _surviving(database, said):
    """Return how many of the acknowledged writes are there; they must be the first ones."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for fault, count in HALF_DONE.items():
            assert connection.execute(count).fetchone() == (0,), fault
        stored = {key for (key,) in connection.execute("SELECT id FROM people_user")}
        stored |= {key for (key,) in connection.execute("SELECT id FROM moments_appreciation")}
    present = [line.split()[1] in stored for line in said]
    assert present == sorted(present, reverse=True), "a later write outlived an earlier one"
    return sum(present)


def _copy(database, to):
    to.mkdir()
    shutil.copy(_log(database), to)
    return Path(shutil.copy(database, to))


def _log(database):
    return database.with_name(f"{database.name}-wal")
