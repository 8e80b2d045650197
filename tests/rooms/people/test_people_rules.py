from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from closeknit.rooms.people.rules import (
    CHOICES_LENGTH,
    CLOCK_MAY_SLIP,
    Choices,
    DeviceKind,
    choices_from_words,
    choices_to_words,
    has_been_away,
    is_unlocked_at,
    over_everywhere,
)

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 19, 30, 15, 7, tzinfo=UTC)
ALL_CHOSEN = Choices(
    quieter=True,
    paused=True,
    quiet_until=DAY,
    evenings=3,
    begun_on=DAY - timedelta(days=1),
    put_off=frozenset({"guess", "thanks"}),
    put_off_on=DAY - timedelta(days=2),
    passed=frozenset({DAY, DAY - timedelta(days=3)}),
)


def test_choices_read_back_as_they_were_made():
    assert choices_from_words(choices_to_words(ALL_CHOSEN)) == ALL_CHOSEN
    assert choices_from_words(choices_to_words(Choices())) == Choices()
    assert choices_from_words(None) == choices_from_words({}) == Choices()


def test_choices_are_written_in_words_that_a_later_version_still_reads():
    assert choices_to_words(ALL_CHOSEN) == {
        "quieter": "yes",
        "paused": "yes",
        "quiet_until": "2026-03-02",
        "evenings": "3",
        "begun_on": "2026-03-01",
        "put_off": "guess thanks",
        "put_off_on": "2026-02-28",
        "passed": "2026-02-27 2026-03-02",
    }
    assert choices_to_words(Choices())["paused"] == "no"
    assert choices_to_words(Choices())["quiet_until"] == ""


@pytest.mark.parametrize(
    "unreadable",
    [
        {"quieter": "YES", "paused": "true"},
        {"quiet_until": "soon", "begun_on": "2026-13-01", "put_off_on": "7"},
        {"evenings": "-1"},
        {"evenings": "²"},
        {"evenings": "٣"},
        {"evenings": "three"},
        {"passed": "yesterday 2026-02-30"},
    ],
    ids=str,
)
def test_what_is_unreadable_counts_as_not_chosen(unreadable):
    assert choices_from_words(unreadable) == Choices()


def test_of_days_let_pass_the_readable_ones_are_kept():
    assert choices_from_words({"passed": "x 2026-03-02"}).passed == {DAY}


def test_choices_fill_their_row_to_the_last_character_and_no_further():
    empty = sum(map(len, choices_to_words(Choices()).values()))
    most = Choices(put_off=frozenset({"x" * (CHOICES_LENGTH - empty)}))
    more = Choices(put_off=frozenset({"x" * (CHOICES_LENGTH - empty + 1)}))

    assert choices_to_words(most)
    with pytest.raises(ValueError, match=r"^These choices are longer than the row that everybody"):
        choices_to_words(more)


def test_a_quiet_month_ends_on_its_day_and_a_pause_when_it_is_taken_off():
    quiet = Choices(quiet_until=DAY)

    assert quiet.asks_nothing_on(DAY - timedelta(days=1))
    assert not quiet.asks_nothing_on(DAY)
    assert Choices(paused=True).asks_nothing_on(DAY)
    assert not Choices().asks_nothing_on(DAY)


def test_what_was_put_off_is_for_that_evening_alone():
    once = Choices(quieter=True).with_put_off("guess", day=DAY)
    twice = once.with_put_off("thanks", day=DAY)
    later = twice.with_put_off("look back", day=DAY + timedelta(days=1))

    assert twice.put_off_for(DAY) == {"guess", "thanks"}
    assert twice.put_off_for(DAY + timedelta(days=1)) == frozenset()
    assert later == replace(
        once, put_off=frozenset({"look back"}), put_off_on=DAY + timedelta(days=1)
    )


def test_a_day_let_pass_is_kept_for_a_fortnight():
    days = [DAY - timedelta(days=back) for back in (-1, 0, 1, 13, 14, 15)]
    before = Choices(quieter=True, passed=frozenset(days))

    after = before.with_pass(DAY - timedelta(days=2), today=DAY)

    assert after.passed == {DAY, days[2], DAY - timedelta(days=2), days[3]}
    assert after.quieter
    assert after.without_pass(DAY) == replace(after, passed=after.passed - {DAY})


def test_a_visit_is_kept_by_the_day_and_by_the_instant_where_minutes_count():
    assert DeviceKind.OWN.seen(NOW) == datetime(2026, 3, 2, tzinfo=UTC)
    assert DeviceKind.SHARED.seen(NOW) == NOW


@pytest.mark.parametrize(
    ("kind", "idle", "absolute"),
    [
        (DeviceKind.OWN, timedelta(days=14), timedelta(days=14)),
        (DeviceKind.SHARED, timedelta(minutes=30), timedelta(hours=12)),
    ],
)
def test_a_device_locks_when_it_rested_or_was_open_too_long(kind, idle, absolute):
    def is_open(*, since_unlocked, since_seen):
        return is_unlocked_at(
            NOW, kind=kind, unlocked_at=NOW - since_unlocked, seen_at=NOW - since_seen
        )

    instant, never = timedelta(microseconds=1), timedelta()
    assert is_open(since_unlocked=idle - instant, since_seen=idle - instant)
    assert not is_open(since_unlocked=idle, since_seen=idle)
    assert is_open(since_unlocked=absolute - instant, since_seen=never)
    assert not is_open(since_unlocked=absolute, since_seen=never)
    assert is_open(since_unlocked=never, since_seen=idle * 2)
    assert is_open(since_unlocked=-CLOCK_MAY_SLIP, since_seen=-CLOCK_MAY_SLIP)
    assert not is_open(since_unlocked=never, since_seen=-CLOCK_MAY_SLIP - instant)
    assert not is_open(since_unlocked=-CLOCK_MAY_SLIP - instant, since_seen=never)


def test_a_return_is_after_seven_days_and_the_first_visit_is_none():
    assert has_been_away(last_here=NOW - timedelta(days=7), now=NOW)
    assert not has_been_away(last_here=NOW - timedelta(days=6), now=NOW)
    assert not has_been_away(last_here=None, now=NOW)
    assert over_everywhere(now=NOW) == DAY - timedelta(days=1)
