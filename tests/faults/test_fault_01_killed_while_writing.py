"""Fault 1: kill -9 while writing, 80 times; no acknowledged write is lost."""

import sqlite3
import time
from contextlib import closing
from random import Random

import pytest

ROUNDS = 80
TABLES = {"thanks": "moments_appreciation", "person": "people_user"}


@pytest.mark.fault
def test_eighty_kills_lose_no_write_that_was_acknowledged(household):
    chance = Random(1)
    kept: set[str] = set()

    with household.busy() as writer:
        for _ in range(ROUNDS):
            writer.start()
            kept.add(writer.line())
            time.sleep(chance.uniform(0, 0.06))
            kept.update(writer.kill())

            assert kept <= _stored(household.database)

    opened = {f"thanks {key.replace('-', '')}" for key in household.tell("read")}
    assert {line for line in kept if line.startswith("thanks")} <= opened
    assert len(kept) > ROUNDS


def _stored(database):
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {
            f"{kind} {key}"
            for kind, table in TABLES.items()
            for (key,) in connection.execute(f"SELECT id FROM {table}")  # noqa: S608  two tables
        }
