"""Counts of tries in a database that several processes share."""

from datetime import timedelta

import pytest
from tries_cast import allowed_at_once, attempt, others

from closeknit.rooms.people.actions import counting
from closeknit.rooms.people.actions.counting import forget_ended_counts
from closeknit.rooms.people.models import TryCount

pytestmark = pytest.mark.postgres


def test_tries_sent_at_once_do_not_pass_the_limit_together(postgres_database, clock):
    assert allowed_at_once(clock, times=16) == 8


def test_a_right_try_leaves_no_row(postgres_database, clock):
    attempt(clock).forgive()

    assert not TryCount.objects.exists()


def test_a_wrong_try_is_forgotten_once_no_limit_looks_at_it(postgres_database, clock):
    attempt(clock)

    kept = forget_ended_counts(now=clock.now)
    gone = forget_ended_counts(now=clock.now + timedelta(days=1, seconds=1))

    assert (kept, gone) == (0, 3)
    assert not TryCount.objects.exists()


def test_rows_tell_neither_names_nor_addresses(postgres_database, clock):
    attempt(clock, login="alice", source="203.0.113.5")

    rows = str(list(TryCount.objects.values()))

    assert "alice" not in rows
    assert "203.0.113" not in rows


def test_rows_are_bounded_and_those_in_use_stay(postgres_database, clock, monkeypatch):
    monkeypatch.setattr(counting, "MOST_ROWS", 300)
    monkeypatch.setattr(counting, "_MAKES_ROOM", "")
    for number in range(6):
        attempt(clock)
        others(clock, 90, first=90 * number)
        clock.forward(seconds=1 + number)

    assert TryCount.objects.count() <= 300
    assert [attempt(clock) is None for _ in range(3)] == [False, False, True]
