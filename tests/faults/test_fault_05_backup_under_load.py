"""Fault 5: a backup under write load is consistent, 20 of 20."""

import sqlite3
from contextlib import closing

import pytest
from half_done import HALF_DONE
from served import serving
from writers import writing

from closeknit.hosting.backups import back_up

COPIES = 20
WRITERS = 4


@pytest.mark.fault
def test_twenty_backups_under_load_are_whole_and_hold_all_that_was_kept(home, tmp_path):
    with (
        serving(home.folder) as served,
        writing(served, home.pair(served).alice, writers=WRITERS) as work,
    ):
        for number in range(COPIES):
            work.until(len(work.kept) + 1)
            before = list(work.kept)
            backup = back_up(database=home.database, to=tmp_path / f"{number}.sqlite3")
            stored = _whole(backup.path)

            assert {key.replace("-", "") for key in before} <= stored

    assert work.refused == []
    assert len(work.kept) > COPIES


def _whole(path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        for fault, count in HALF_DONE.items():
            assert connection.execute(count).fetchone() == (0,), fault
        return {key for (key,) in connection.execute("SELECT id FROM moments_appreciation")}
