"""Fault 1: kill -9 while sixteen write, 80 times; no acknowledged write is lost."""

import time
from random import Random

import pytest
from homes import IS_NIGHT
from served import serving
from writers import is_there, writing

WRITERS = 16
KILLS = 80
AT_LEAST = 5  # kills, however slow the machine
SECONDS = 40  # of every day's run; the night has time for all of them


@pytest.mark.fault
def test_a_killed_server_has_lost_no_write_that_it_acknowledged(home):
    chance = Random(1)
    ends = time.monotonic() + SECONDS
    before: list[str] = []
    kills = everything = 0

    while kills < KILLS and (IS_NIGHT or kills < AT_LEAST or time.monotonic() < ends):
        with serving(home.folder) as served:
            pair = home.pair(served)
            lost = [key for key in before if not is_there(pair.bob, key)]
            assert lost == [], f"after kill {kills}"
            with writing(served, pair.alice, writers=WRITERS) as work:
                work.until(chance.randrange(1, 60))
                work.kill()
        assert work.refused == []
        kills, everything, before = kills + 1, everything + len(work.kept), work.kept

    with serving(home.folder) as served:
        assert all(is_there(home.pair(served).bob, key) for key in before)
    assert everything > kills
