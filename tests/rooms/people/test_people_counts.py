"""Counts of tries in the memory of one process, as SQLite has it."""

from typing import Any

from django.core.cache import caches
from tries_cast import allowed_at_once, attempt, others


def test_tries_sent_at_once_do_not_pass_the_limit_together(clock):
    assert allowed_at_once(clock, times=16) == 8


def entries() -> Any:
    memory: Any = caches["default"]
    return memory._cache


def test_counts_take_a_bounded_part_of_the_memory(clock, monkeypatch):
    monkeypatch.setattr(caches["default"], "_max_entries", 100)

    others(clock, 400)

    assert len(entries()) <= 100


def test_ten_thousand_other_visitors_push_no_count_out(clock):
    tried = [attempt(clock) for _ in range(9)]

    others(clock, 10_000)

    assert tried[-1] is None
    assert attempt(clock) is None


def test_a_right_try_leaves_nothing(clock):
    attempt(clock).forgive()

    assert not entries()
