"""Plain entries for a calendar, RFC 5545; no Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from closeknit.domain.ics import Event, Repeats, calendar_file

LASTS = {"hour": timedelta(minutes=30), "moment": timedelta(minutes=10)}
ASK_AGAIN_AFTER = timedelta(hours=12)


class FeedKind(StrEnum):
    HOUR = "hour"
    MOMENT = "moment"


@dataclass(frozen=True)
class FeedEntry:
    """Something that comes again: weekly when `weekday` is given (Monday is 0), else daily."""

    kind: FeedKind
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


def calendar_of(entries: Sequence[FeedEntry], *, owner: UUID, since: date, now: datetime) -> bytes:
    """Return a calendar of entries that begin at `since`; an entry keeps its identifier."""
    events = [
        Event(
            uid=str(uuid5(owner, entry.kind)),
            title=entry.title,
            begins=entry.first(since),
            lasts=LASTS[entry.kind],
            repeats=Repeats.DAILY if entry.weekday is None else Repeats.WEEKLY,
        )
        for entry in entries
    ]
    return calendar_file(events, since=since, now=now, ask_again_after=ASK_AGAIN_AFTER)
