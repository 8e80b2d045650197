"""Fault 2: a torn or zeroed write-ahead log opens, with whole transactions only."""

import shutil
import sqlite3
from contextlib import closing
from random import Random

import pytest
from half_done import HALF_DONE
from homes import BOTH, seen_on
from served import serving
from writers import is_there, writing

pytestmark = pytest.mark.fault
AT_LEAST = 50
IN_THE_FILE = 12  # places where the log is spoiled and the file is looked at
ON_PAGES = (0, 0.6)  # of the log is left, and a server is started on it


@pytest.fixture(scope="module")
def crashed(first_home, tmp_path_factory):
    """The home as a killed server left it, and what it had acknowledged, in order."""
    folder = tmp_path_factory.mktemp("crashed") / "data"
    home = first_home.at(shutil.copytree(first_home.folder, folder))
    with (
        serving(home.folder) as served,
        writing(served, home.pair(served).alice, writers=1) as work,
    ):
        work.until(AT_LEAST)
        work.kill()
    assert home.log.stat().st_size > 0
    return home, work.kept


def torn(log, at):
    with log.open("r+b") as file:
        file.truncate(at)


def zeroed(log, at):
    size = log.stat().st_size
    with log.open("r+b") as file:
        file.seek(at)
        file.write(bytes(size - at))


SPOIL = pytest.mark.parametrize("spoil", [torn, zeroed])


@SPOIL
def test_a_log_spoiled_from_anywhere_leaves_whole_transactions_in_their_order(
    crashed, tmp_path, spoil
):
    home, kept = crashed
    size = home.log.stat().st_size
    chance = Random(2)

    survivors = []
    for number in range(IN_THE_FILE):
        spoiled = home.at(shutil.copytree(home.folder, tmp_path / f"{number}"))
        spoil(spoiled.log, chance.randrange(size) if number else 0)
        present = _present(spoiled.database, kept)
        assert present == sorted(present, reverse=True), "a later write outlived an earlier one"
        survivors.append(sum(present))

    assert survivors[0] < len(kept)
    assert len(set(survivors)) > 1


@SPOIL
@pytest.mark.parametrize("left", ON_PAGES)
def test_a_server_started_on_a_spoiled_log_shows_the_first_writes_and_takes_new_ones(
    crashed, tmp_path, spoil, left
):
    home, kept = crashed
    spoiled = home.at(shutil.copytree(home.folder, tmp_path / "data"))
    spoil(spoiled.log, int(home.log.stat().st_size * left))

    with serving(spoiled.folder) as served:
        pair = spoiled.pair(served)
        present = [is_there(pair.bob, key) for key in kept]
        with writing(served, pair.alice, writers=1) as work:
            work.until(1)
        both = seen_on(served)

    assert present == sorted(present, reverse=True)
    assert (sum(present) > 0) is (left > 0)
    assert not all(present)
    assert work.refused == []
    assert both == BOTH


def _present(database, kept):
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for fault, count in HALF_DONE.items():
            assert connection.execute(count).fetchone() == (0,), fault
        stored = {key for (key,) in connection.execute("SELECT id FROM moments_appreciation")}
    return [key.replace("-", "") in stored for key in kept]
