"""One instant a day in one's own time zone, whatever its clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STAYS_FRESH = timedelta(hours=3)
FARTHEST = timedelta(days=3)
"""No next instant lies farther ahead; one that does was set by a clock that was wrong."""
_A_DAY = timedelta(days=1)


def due_instant(on: date, *, at: time, zone: str) -> datetime | None:
    """Return the one instant of that date, in UTC; None for a date that the zone skipped.

    An hour that the clocks skip comes as much later; of an hour that comes twice, the first counts.
    """
    local = datetime.combine(on, at, ZoneInfo(zone))
    instant = local.astimezone(UTC)
    return instant if date_at(instant, zone=zone) == on else None


def next_due(after: datetime, *, at: time, zone: str) -> datetime:
    """Return the first due instant that is later than `after`."""
    on = date_at(after, zone=zone)
    while True:
        instant = due_instant(on, at=at, zone=zone)
        if instant is not None and instant > after:
            return instant
        on += _A_DAY


def last_due(now: datetime, *, at: time, zone: str) -> datetime:
    """Return the latest due instant that has come by `now`."""
    on = date_at(now, zone=zone)
    while True:
        instant = due_instant(on, at=at, zone=zone)
        if instant is not None and instant <= now:
            return instant
        on -= _A_DAY


def date_at(instant: datetime, *, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


def is_quiet(at: time, *, quiet_from: time, quiet_until: time) -> bool:
    """Whether a time of day falls into the quiet hours, which may go past midnight."""
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def evening_ends(due: datetime, *, quiet_from: time, zone: str) -> datetime:
    """Return when a reminder that was not sent is dropped: three hours later, or at quiet."""
    return min(due + STAYS_FRESH, next_due(due, at=quiet_from, zone=zone))
