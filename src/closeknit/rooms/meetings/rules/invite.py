"""A weekly half hour as a calendar entry that says nothing about what it is."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
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

    def next_after(self, now: datetime) -> datetime:
        """Return the next such hour that begins later than `now`, with its zone."""
        here = now.astimezone(ZoneInfo(self.zone))
        day = here.date() + timedelta(days=(self.weekday - here.weekday()) % A_WEEK)
        begins = datetime.combine(day, self.at, here.tzinfo)
        return begins if begins > now else begins + timedelta(days=A_WEEK)


def calendar_entry(hour: WeeklyHour, *, title: str, now: datetime, uid: UUID) -> bytes:
    """Return one weekly event, RFC 5545, in the couple's own time zone."""
    begins = hour.next_after(now)
    event = Event(uid=str(uid), title=title, begins=begins, lasts=LASTS, repeats=Repeats.WEEKLY)
    return calendar_file([event], since=begins.date(), now=now)
