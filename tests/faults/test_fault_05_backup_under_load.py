"""Fault 5: a backup under write load is consistent, 20 of 20."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from test_fault_02_torn_wal import HALF_DONE

from closeknit.hosting.backups import back_up

COPIES = 20


@pytest.mark.fault
def test_twenty_backups_under_load_are_whole_and_hold_all_that_was_kept(household, tmp_path):
    kept: list[str] = []

    with household.busy() as writer:
        writer.start()
        listener = threading.Thread(target=lambda: kept.extend(iter(writer.line, "gone")))
        listener.start()
        for number in range(COPIES):
            time.sleep(0.03)
            before = list(kept)
            backup = back_up(database=household.database, to=tmp_path / f"{number}.sqlite3")
            stored = _whole(backup.path)

            assert {line.split()[1] for line in before} <= stored
        writer.strike()
        listener.join()

    assert len(kept) > COPIES


def _whole(path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        for fault, count in HALF_DONE.items():
            assert connection.execute(count).fetchone() == (0,), fault
        rows = connection.execute(
            "SELECT id FROM people_user UNION SELECT id FROM moments_appreciation"
        )
        return {key for (key,) in rows}
