"""A weekly half hour as a calendar entry that says nothing about what it is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from closeknit.domain.ics import Event, Repeats, calendar_file

LASTS = timedelta(minutes=30)
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
    event = Event(
        uid=str(uid),
        title=title,
        begins=hour.first_after(today),
        lasts=LASTS,
        repeats=Repeats.WEEKLY,
    )
    return calendar_file([event], since=today, now=now)
