"""The agenda, its minutes and the calendar entry."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from closeknit.rooms.meetings.rules.agenda import (
    Part,
    PlanWords,
    agenda,
    next_part,
    plan_from_plain,
    plan_to_words,
    seconds_left,
)
from closeknit.rooms.meetings.rules.invite import WeeklyHour, calendar_entry

EVENING = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize("has_last_plan", [False, True])
def test_a_meeting_takes_twenty_to_thirty_minutes(has_last_plan):
    parts = agenda(has_last_plan=has_last_plan)

    assert 20 <= sum(part.minutes for part in parts) <= 30
    assert (parts[0] is Part.LAST_PLAN) == has_last_plan


def test_the_parts_follow_each_other_to_the_plan():
    parts = agenda(has_last_plan=True)

    walked = [parts[0]]
    while (to := next_part(walked[-1], parts=parts)) is not None:
        walked.append(to)

    assert tuple(walked) == parts
    assert walked[-1] is Part.PLAN


@given(passed=st.integers(min_value=-4000, max_value=4000))
def test_time_is_counted_from_the_instant_a_part_began(passed):
    left = seconds_left(Part.THANKS, began_at=EVENING, now=EVENING + timedelta(seconds=passed))

    assert left == min(240, max(0, 240 - passed))


@given(words=st.builds(PlanWords, text=st.text(), day=st.none() | st.dates()))
def test_a_plan_reads_back_as_written(words):
    assert plan_from_plain(plan_to_words(words)) == words


@pytest.mark.parametrize("weekday", range(7))
def test_the_next_hour_is_less_than_a_week_away(weekday):
    hour = WeeklyHour(weekday=weekday, at=time(20), zone="Europe/Berlin")

    begins = hour.next_after(EVENING)

    assert (begins.weekday(), begins.time()) == (weekday, time(20))
    assert EVENING < begins <= EVENING + timedelta(days=7)


def test_the_next_hour_is_tonights_until_it_begins():
    hour = WeeklyHour(weekday=0, at=time(20, 30), zone="Europe/Berlin")  # 19:30 UTC

    assert hour.next_after(EVENING).date() == MONDAY
    assert hour.next_after(EVENING + timedelta(hours=1)).date() == MONDAY + timedelta(days=7)


def test_the_calendar_entry_repeats_weekly_and_names_nothing():
    hour = WeeklyHour(weekday=6, at=time(20, 30), zone="Europe/Berlin")

    body = calendar_entry(hour, title="A quiet half hour", now=EVENING, uid=UUID(int=7))

    calendar = Calendar.from_ical(body)
    event: Any
    (event,) = calendar.walk("VEVENT")
    berlin = ZoneInfo("Europe/Berlin")
    assert event.decoded("dtstart") == datetime(2026, 3, 8, 20, 30, tzinfo=berlin)
    assert event.decoded("duration") == timedelta(minutes=30)
    assert event["rrule"]["FREQ"] == ["WEEKLY"]
    assert str(event["summary"]) == "A quiet half hour"
    assert calendar.walk("VTIMEZONE")
    assert b"closeknit" not in body.lower()
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
