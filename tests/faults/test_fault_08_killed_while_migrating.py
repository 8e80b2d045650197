"""Fault 8: kill -9 during a migration leaves the old or the new schema; the copy restores."""

import sqlite3
import time
from contextlib import closing
from random import Random

import pytest
from served import closeknit, serving

KILLS = 6


@pytest.mark.fault
def test_a_killed_migration_leaves_the_old_or_the_new_schema_and_the_next_one_ends_it(
    household, tmp_path
):
    whole = _schema(household.database)
    broken = household.at(tmp_path / "new")
    broken.folder.mkdir()
    chance = Random(8)

    with broken.busy("migrate") as migrating:
        for _ in range(KILLS):
            migrating.start()
            time.sleep(chance.uniform(0.05, 0.6))
            migrating.kill()

            assert _schema(broken.database) in (set(), whole)
        migrating.start()
        said = list(iter(migrating.line, "gone"))

    assert "done" in said
    assert _schema(broken.database) == whole


@pytest.mark.fault
def test_an_update_copies_the_database_first_and_that_copy_restores(household, tmp_path):
    with closing(sqlite3.connect(household.database)) as connection:
        connection.execute("DROP TABLE django_session")
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        connection.commit()

    with serving(household.folder) as server:
        ready = server.status("/readyz")
    (copy,) = (household.folder / "backups").iterdir()
    done = closeknit("restore", str(copy), home=tmp_path / "elsewhere")

    assert ready == 200
    assert copy.name.endswith("-before-update.sqlite3")
    assert done.returncode == 0, done.stderr
    assert "people: 2, spaces: 1" in done.stdout


def _schema(database):
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return set(connection.execute("SELECT type, name, sql FROM sqlite_schema"))
