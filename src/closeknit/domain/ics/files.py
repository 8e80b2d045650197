"""One calendar file of events that come again; icalendar writes folding, escaping and zones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event as WrittenEvent

_KNOWN_YEARS = 5


class Repeats(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Event:
    """`begins` is the first one, in its own time zone."""

    uid: str
    title: str
    begins: datetime
    lasts: timedelta
    repeats: Repeats


def calendar_file(
    events: Sequence[Event],
    *,
    since: date,
    now: datetime,
    ask_again_after: timedelta | None = None,
) -> bytes:
    """Return a calendar whose zones are told from `since` until five years after `now`."""
    from icalendar import Calendar  # noqa: PLC0415  4 MB and 0.1 s of a start, for what few ask for

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//calendar//EN")
    if ask_again_after is not None:
        calendar.add("refresh-interval", ask_again_after, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_written(event, now=now))
    if events:
        last = since.replace(day=1, year=now.year + _KNOWN_YEARS)
        calendar.add_missing_timezones(first_date=since, last_date=last)
    written: bytes = calendar.to_ical()
    return written


def _written(event: Event, *, now: datetime) -> "WrittenEvent":
    from icalendar import Event as WrittenEvent  # noqa: PLC0415  as above

    written = WrittenEvent()
    written.add("uid", event.uid)
    written.add("summary", event.title)
    written.add("dtstart", event.begins)
    written.add("duration", event.lasts)
    written.add("rrule", {"freq": event.repeats.value})
    written.add("dtstamp", now)
    written.add("class", "PRIVATE")
    return written
