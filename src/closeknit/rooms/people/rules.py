"""Days, limits and lifetimes that people agree on; no Django, no clock."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY_BEGINS_AT = 4  # o'clock: an evening that ends after midnight is still that evening
INVITATION_LASTS = timedelta(hours=48)
DEFAULT_ZONE = "Europe/London"
PUT_AWAY_LASTS = timedelta(days=30)
PENDING_LASTS = timedelta(minutes=5)
TOUCH_EVERY = timedelta(minutes=5)
CLOCK_MAY_SLIP = timedelta(minutes=10)


def couple_day(*, now: datetime, zone: str) -> date:
    """Return the couple's date at the instant `now`; their day begins at 04:00 in `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() - timedelta(days=1 if local.hour < DAY_BEGINS_AT else 0)


@dataclass(frozen=True)
class Lifetime:
    """How long a device stays unlocked: since it was last used, and since it was unlocked."""

    idle: timedelta
    absolute: timedelta
    signed_in: timedelta


class DeviceKind(StrEnum):
    OWN = "own"
    SHARED = "shared"

    @property
    def lifetime(self) -> Lifetime:
        if self is DeviceKind.OWN:
            return Lifetime(timedelta(days=14), timedelta(days=14), timedelta(days=60))
        return Lifetime(timedelta(minutes=30), timedelta(hours=12), timedelta(hours=12))


def is_unlocked_at(
    now: datetime, *, kind: DeviceKind, unlocked_at: datetime, seen_at: datetime
) -> bool:
    """A clock that was set back locks: a session ends early, never late."""
    life = kind.lifetime
    if now < max(unlocked_at, seen_at) - CLOCK_MAY_SLIP:
        return False
    return now < seen_at + life.idle and now < unlocked_at + life.absolute


@dataclass(frozen=True)
class Choices:
    """What a person set for themselves alone; sealed, and the same size for everybody."""

    quieter: bool = False
    paused: bool = False


def choices_to_words(choices: Choices) -> dict[str, str]:
    return {name: "yes" if value else "no" for name, value in asdict(choices).items()}


def choices_from_words(words: Mapping[str, str] | None) -> Choices:
    """Read stored choices; what is unreadable counts as not chosen."""
    kept = words or {}
    return Choices(quieter=kept.get("quieter") == "yes", paused=kept.get("paused") == "yes")
