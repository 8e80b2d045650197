"""One instant a day, whatever clocks do; at most one message, and an end after seven."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.rooms.notifications.rules.instants import (
    date_at,
    due_instant,
    evening_ends,
    is_quiet,
    last_due,
    next_due,
)
from closeknit.rooms.notifications.rules.pacing import (
    MessageKind,
    ReminderPace,
    ReminderState,
    Waits,
    decide,
)

MONDAY, WEDNESDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 8)
OPEN = Waits(is_something_open=True)
ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone))
TIMES = st.times().map(lambda at: at.replace(microsecond=0, second=0))
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2037, 12, 1))


@settings(max_examples=150, deadline=None)
@given(zone=ZONES, at=TIMES, day=DAYS)
def test_each_date_has_one_instant_and_a_skipped_date_has_none(zone, at, day):
    start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(days=1)

    instants = [start]
    for _step in range(12):
        instants.append(next_due(instants[-1], at=at, zone=zone))
    dates = [date_at(instant, zone=zone) for instant in instants[1:]]

    assert instants == sorted(set(instants))
    assert dates == sorted(set(dates))
    assert all(
        due_instant(on, at=at, zone=zone) == at_
        for on, at_ in zip(dates, instants[1:], strict=True)
    )
    skipped = [on for on in _between(dates) if on not in dates]
    assert all(due_instant(on, at=at, zone=zone) is None for on in skipped)


def _between(dates):
    return [dates[0] + timedelta(days=step) for step in range((dates[-1] - dates[0]).days)]


@settings(max_examples=50, deadline=None)
@given(first=ZONES, second=ZONES, at=TIMES, day=DAYS)
def test_partners_in_two_zones_each_get_their_own_evening(first, second, at, day):
    now = datetime.combine(day, time(12), UTC)

    instants = [next_due(now, at=at, zone=zone) for zone in (first, second)]

    for zone, instant in zip((first, second), instants, strict=True):
        assert now < instant <= now + timedelta(days=2, hours=2)
        assert due_instant(date_at(instant, zone=zone), at=at, zone=zone) == instant


def test_an_hour_that_the_clocks_skip_comes_later_and_one_that_comes_twice_counts_once():
    gap = due_instant(date(2026, 3, 29), at=time(2, 30), zone="Europe/Berlin")
    fold = due_instant(date(2026, 10, 25), at=time(2, 30), zone="Europe/Berlin")

    assert gap == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 in summer time
    assert fold == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_due(fold, at=time(2, 30), zone="Europe/Berlin") > fold + timedelta(hours=24)


def test_a_date_that_samoa_skipped_brings_nothing():
    assert due_instant(date(2011, 12, 30), at=time(20), zone="Pacific/Apia") is None


@pytest.mark.parametrize(
    ("at", "quiet"),
    [(time(21, 59), False), (time(22), True), (time(3), True), (time(8), False)],
)
def test_quiet_hours_go_past_midnight(at, quiet):
    assert is_quiet(at, quiet_from=time(22), quiet_until=time(8)) is quiet


def test_the_same_time_twice_means_no_quiet_hours():
    assert not is_quiet(time(3), quiet_from=time(22), quiet_until=time(22))


def test_an_evening_ends_when_it_gets_quiet_or_after_three_hours():
    due = datetime(2026, 3, 2, 20, tzinfo=UTC)

    assert evening_ends(due, quiet_from=time(22), zone="UTC") == due + timedelta(hours=2)
    assert evening_ends(due, quiet_from=time(19), zone="UTC") == due + timedelta(hours=3)


@pytest.mark.parametrize(
    ("pace", "evenings"), [(ReminderPace.LITTLE, 2), (ReminderPace.SOME, 4), (ReminderPace.MORE, 7)]
)
def test_a_pace_is_so_many_evenings_a_week(pace, evenings):
    week = [MONDAY + timedelta(days=step) for step in range(7)]

    kinds = [decide(ReminderState(on=on, pace=pace, was_here=True), OPEN).kind for on in week]

    assert len([kind for kind in kinds if kind]) == evenings
    assert kinds[6] is MessageKind.LOOK_BACK


def test_nothing_open_brings_nothing_but_the_look_back_on_sunday():
    kinds = [
        decide(ReminderState(on=on, pace=ReminderPace.MORE, was_here=True), Waits()).kind
        for on in (MONDAY, WEDNESDAY, SUNDAY)
    ]

    assert kinds == [None, None, MessageKind.LOOK_BACK]


def test_a_day_on_which_both_meet_is_told_at_any_pace():
    state = ReminderState(on=MONDAY, pace=ReminderPace.LITTLE, was_here=True)

    assert decide(state, OPEN).kind is None
    assert decide(state, Waits(is_a_meeting_today=True)).kind is MessageKind.WAITING


def test_seven_in_vain_then_one_kind_line_then_silence_until_a_visit():
    kinds, silent, is_stopped = [], 0, False
    for step in range(12):
        state = ReminderState(
            on=MONDAY + timedelta(days=step),
            pace=ReminderPace.MORE,
            was_here=step == 10,
            silent_days=silent,
            is_stopped=is_stopped,
        )
        decision = decide(state, OPEN)
        silent, is_stopped = decision.silent_days, decision.is_stopped
        kinds.append(decision.kind)

    assert None not in kinds[:7]
    assert MessageKind.LAST_LINE not in kinds[:7]
    assert kinds[7:10] == [MessageKind.LAST_LINE, None, None]
    assert kinds[10] is MessageKind.WAITING


def test_a_quiet_month_is_silent_and_its_days_count_as_nothing():
    state = ReminderState(
        on=MONDAY, pace=ReminderPace.MORE, was_here=False, silent_days=3, paused_until=WEDNESDAY
    )

    assert decide(state, OPEN).kind is None
    assert decide(state, OPEN).silent_days == 3


def test_a_day_that_had_its_message_has_no_second_one():
    state = ReminderState(on=MONDAY, pace=ReminderPace.MORE, was_here=True, last_sent_on=MONDAY)

    assert decide(state, OPEN).kind is None


@settings(max_examples=200, deadline=None)
@given(
    state=st.builds(
        ReminderState,
        on=DAYS,
        pace=st.sampled_from(ReminderPace),
        was_here=st.booleans(),
        silent_days=st.integers(0, 9),
        is_stopped=st.booleans(),
    ),
    waits=st.builds(Waits, st.booleans(), st.booleans()),
)
def test_a_decision_never_stops_or_sends_beyond_its_rules(state, waits):
    decision = decide(state, waits)

    if state.was_here:
        assert not decision.is_stopped
    if decision.kind is MessageKind.LAST_LINE:
        assert state.silent_days >= 7
        assert not state.was_here
    if state.is_stopped and not state.was_here:
        assert decision.kind is None


def test_the_latest_instant_is_todays_once_it_came_and_yesterdays_before():
    at, zone = time(20), "Europe/Berlin"
    due = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    instant = timedelta(microseconds=1)

    assert last_due(due, at=at, zone=zone) == due
    assert last_due(due + instant, at=at, zone=zone) == due
    assert last_due(due - instant, at=at, zone=zone) == due - timedelta(days=1)


def test_a_date_that_a_zone_skipped_had_no_instant():
    """Samoa went from the 29th of December 2011 to the 31st."""
    at, zone = time(9), "Pacific/Apia"
    eve = datetime(2011, 12, 31, 8, 59, tzinfo=ZoneInfo(zone))

    assert last_due(eve, at=at, zone=zone) == datetime(2011, 12, 29, 9, tzinfo=ZoneInfo(zone))
