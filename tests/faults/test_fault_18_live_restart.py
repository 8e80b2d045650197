"""Fault 18: the server restarts, or a phone is away for a minute, during a live session."""

import re
import time
from datetime import timedelta

import pytest
from couple_at_home import settle
from fake_time import FakeTime
from served import serving

pytestmark = pytest.mark.fault
A_MINUTE = timedelta(minutes=1)


def test_fault_18_a_restart_finds_the_same_turn_with_an_honest_clock(tmp_path):
    home = tmp_path / "data"
    with serving(home) as served:
        pair = settle(served)
        pair.enter()
        pair.tap(pair.alice, "begin")
        said = [pair.look(each) for each in (pair.alice, pair.bob)]
        left, at = seconds_left(pair.alice.page), time.monotonic()
        stream = pair.stream(pair.bob, served)
        version = stream.version()
        began = time.monotonic()
    stopped_in = time.monotonic() - began

    with serving(home) as again:
        pair.move_to(again)
        assert [pair.look(each) for each in (pair.alice, pair.bob)] == said
        passed = time.monotonic() - at
        assert abs(left - passed - seconds_left(pair.bob.page)) <= 2
        assert pair.stream(pair.bob, again).version() == version

    assert stream.version() is None
    assert stopped_in < 8  # an open stream does not hold the server up


def test_fault_18_a_killed_server_loses_no_turn(tmp_path):
    home = tmp_path / "data"
    with serving(home) as served:
        pair = settle(served)
        pair.enter()
        pair.tap(pair.alice, "begin")
        said = pair.look(pair.bob)
        served.process.kill()

    with serving(home) as again:
        pair.move_to(again)
        found = pair.look(pair.bob)
        pair.tap(pair.alice, "finish")

        assert found == said
        assert pair.look(pair.bob) == "Give it back in your own words"


def test_fault_18_a_phone_that_drops_for_a_minute_finds_the_turn_and_an_honest_clock(
    tmp_path, monkeypatch
):
    clock = FakeTime(tmp_path, monkeypatch)
    with serving(tmp_path / "data") as served:
        pair = settle(served)
        pair.enter()
        pair.tap(pair.alice, "begin")
        began = time.monotonic()
        said, left = pair.look(pair.bob), seconds_left(pair.bob.page)
        stream = pair.stream(pair.bob, served)
        version = stream.version()
        stream.close()
        clock.jump(A_MINUTE)

        again = pair.stream(pair.bob, served).version()
        found, still = pair.look(pair.bob), seconds_left(pair.bob.page)
        at_most = A_MINUTE.total_seconds() + time.monotonic() - began

    assert (found, again) == (said, version)
    assert A_MINUTE.total_seconds() - 1 <= left - still <= at_most + 1


def seconds_left(page: str) -> int:
    return int(re.search(r'data-seconds-left="(\d+)"', page).group(1))
