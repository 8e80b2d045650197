"""Plain entries for a calendar, RFC 5545; no Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event

LASTS = {"hour": timedelta(minutes=30), "moment": timedelta(minutes=10)}
KNOWN_YEARS = 5
ASK_AGAIN_AFTER = timedelta(hours=12)


class Kind(StrEnum):
    HOUR = "hour"
    MOMENT = "moment"


@dataclass(frozen=True)
class Entry:
    """Something that comes again: weekly when `weekday` is given (Monday is 0), else daily."""

    kind: Kind
    title: str
    at: time
    zone: str
    weekday: int | None = None

    def first(self, today: date) -> datetime:
        """Return the first one, today or on a later day."""
        ahead = 0 if self.weekday is None else (self.weekday - today.weekday()) % 7
        return datetime.combine(today + timedelta(days=ahead), self.at, ZoneInfo(self.zone))


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def calendar_of(entries: Sequence[Entry], *, owner: UUID, since: date, now: datetime) -> bytes:
    """Return a calendar of entries that begin at `since`; an entry keeps its identifier."""
    from icalendar import Calendar  # noqa: PLC0415  4 MB and 0.1 s of every start, for a file that few ask for

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//calendar//EN")
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, owner=owner, since=since, now=now))
    if entries:
        last = since.replace(day=1, year=now.year + KNOWN_YEARS)
        calendar.add_missing_timezones(first_date=since, last_date=last)
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, *, owner: UUID, since: date, now: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415  as above

    event = Event()
    event.add("uid", str(uuid5(owner, entry.kind)))
    event.add("summary", entry.title)
    event.add("dtstart", entry.first(since))
    event.add("duration", LASTS[entry.kind])
    event.add("rrule", {"freq": "daily" if entry.weekday is None else "weekly"})
    event.add("dtstamp", now)
    event.add("class", "PRIVATE")
    return event
