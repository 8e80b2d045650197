from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from closeknit.rooms.calendar.rules import FeedEntry, FeedKind, calendar_of, digest_of

MONDAY = date(2026, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = FeedEntry(FeedKind.HOUR, "A quiet half hour", time(20), "Europe/Berlin", weekday=6)
MOMENT = FeedEntry(FeedKind.MOMENT, "A quiet moment", time(7, 30), "Europe/Berlin")


@pytest.mark.parametrize(
    ("weekday", "ahead"), [(None, 0), (0, 0), (1, 1), (6, 6)], ids=["daily", "Mo", "Tu", "Su"]
)
def test_the_first_one_is_today_or_on_a_later_day(weekday, ahead):
    entry = FeedEntry(FeedKind.HOUR, "An hour", time(20, 15), "Europe/Berlin", weekday=weekday)

    first = entry.first(MONDAY)

    assert first == datetime.combine(MONDAY, time(20, 15), BERLIN) + timedelta(days=ahead)
    assert first.tzinfo is BERLIN


def test_a_weekday_that_is_over_comes_next_week():
    sunday = MONDAY - timedelta(days=1)

    assert FeedEntry(FeedKind.HOUR, "", time(20), "Europe/Berlin", 5).first(sunday).date() == date(
        2026, 3, 7
    )


def test_an_entry_keeps_its_identifier_its_rhythm_and_its_length():
    owner, now = UUID(int=7), datetime(2026, 3, 2, 19, 0, tzinfo=UTC)

    packed = calendar_of([HOUR, MOMENT], owner=owner, since=MONDAY, now=now)

    events: Any = {str(each["summary"]): each for each in Calendar.from_ical(packed).walk("VEVENT")}
    assert set(events) == {"A quiet half hour", "A quiet moment"}
    hour, moment = events["A quiet half hour"], events["A quiet moment"]
    assert (hour["uid"], moment["uid"]) == (str(uuid5(owner, "hour")), str(uuid5(owner, "moment")))
    assert (hour["rrule"]["freq"], moment["rrule"]["freq"]) == (["WEEKLY"], ["DAILY"])
    assert hour.decoded("dtstart") == datetime(2026, 3, 8, 20, tzinfo=BERLIN)
    assert moment.decoded("dtstart") == datetime(2026, 3, 2, 7, 30, tzinfo=BERLIN)
    assert hour.decoded("duration") == timedelta(minutes=30)
    assert moment.decoded("duration") == timedelta(minutes=10)
    assert hour.decoded("dtstamp") == now
    assert b"PT12H" in packed


def test_a_secret_is_known_by_its_digest_alone():
    assert digest_of("seven words") == sha256(b"seven words").hexdigest()
