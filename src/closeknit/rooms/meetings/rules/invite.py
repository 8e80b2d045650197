"""A weekly half hour as a calendar entry that says nothing about what it is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

LASTS = timedelta(minutes=30)
KNOWN_YEARS = 5
A_WEEK = 7


@dataclass(frozen=True)
class WeeklyHour:
    """`weekday` counts from Monday, 0, to Sunday, 6."""

    weekday: int
    at: time
    zone: str

    def first_after(self, day: date) -> datetime:
        """Return the first such hour on a later day than `day`."""
        ahead = (self.weekday - day.weekday() - 1) % A_WEEK + 1
        return datetime.combine(day + timedelta(days=ahead), self.at, ZoneInfo(self.zone))


def calendar_entry(hour: WeeklyHour, *, title: str, today: date, now: datetime, uid: UUID) -> bytes:
    """Return one weekly event, RFC 5545, in the couple's own time zone."""
    from icalendar import Calendar, Event  # noqa: PLC0415  4 MB and 0.1 s of every start, for a file that few ask for

    event = Event()
    event.add("uid", str(uid))
    event.add("summary", title)
    event.add("dtstart", hour.first_after(today))
    event.add("duration", LASTS)
    event.add("rrule", {"freq": "weekly"})
    event.add("dtstamp", now)
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//calendar//EN")
    calendar.add_component(event)
    calendar.add_missing_timezones(
        first_date=today, last_date=today.replace(day=1, year=today.year + KNOWN_YEARS)
    )
    written: bytes = calendar.to_ical()
    return written
