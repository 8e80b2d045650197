"""Days, limits and lifetimes that people agree on; no Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

DAY_BEGINS_AT = 4  # o'clock: an evening that ends after midnight is still that evening
INVITATION_LASTS = timedelta(hours=48)
DEFAULT_ZONE = "Europe/London"
PUT_AWAY_LASTS = timedelta(days=30)
MOST_PUT_AWAY = 3  # accounts of one person: each one more is one more Argon2 run at a sign-in
HELD_CODE_LASTS = timedelta(minutes=15)
PENDING_LASTS = timedelta(minutes=5)
TOUCH_EVERY = timedelta(minutes=5)
CLOCK_MAY_SLIP = timedelta(minutes=10)
AWAY_FOR = timedelta(days=7)
KNOWN_FOR = timedelta(days=400)  # the longest that browsers keep a cookie
KNOWN_DEVICES_AT_MOST = 12
LONGEST_PASSWORD = 256  # characters; what is longer never reaches Argon2
FIRST_EVENINGS = 7  # each brings one new thing


def couple_day(*, now: datetime, zone: str) -> date:
    """Return the couple's date at the instant `now`; their day begins at 04:00 in `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() - timedelta(days=1 if local.hour < DAY_BEGINS_AT else 0)


def over_everywhere(*, now: datetime) -> date:
    """Return the date before which each couple's days are over, wherever on earth they live."""
    return now.date() - timedelta(days=1)


@dataclass(frozen=True)
class Seat:
    """Whom a room is asked about: a person, their space, and the space's date."""

    user: UUID
    couple: UUID
    today: date


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


class Damage(StrEnum):
    """Which part of somebody's keys does not open; the page has sentences for each."""

    OWN_KEYS = "own keys"
    SPACE_KEYS = "space keys"
    WORDS = "words"


def is_unlocked_at(
    now: datetime, *, kind: DeviceKind, unlocked_at: datetime, seen_at: datetime
) -> bool:
    """A clock that was set back locks: a session ends early, never late."""
    life = kind.lifetime
    if now < max(unlocked_at, seen_at) - CLOCK_MAY_SLIP:
        return False
    return now < seen_at + life.idle and now < unlocked_at + life.absolute


class Pace(StrEnum):
    """How often Today suggests something beyond the question; the two set it together."""

    LITTLE = "little"
    SOME = "some"
    MORE = "more"


def has_been_away(*, last_here: datetime | None, now: datetime) -> bool:
    """Tell a return from a visit; without an earlier visit there is nothing to return from."""
    return last_here is not None and now - last_here >= AWAY_FOR


@dataclass(frozen=True)
class Choices:
    """What a person set for themselves alone; sealed, and the same size for everybody."""

    quieter: bool = False
    paused: bool = False
    quiet_until: date | None = None
    """The day on which a quiet month is over."""
    evenings: int = 0
    """How many of the first seven evenings are behind."""
    begun_on: date | None = None
    """The day on which the last of them was begun."""
    put_off: frozenset[str] = frozenset()
    """What was not for the evening of `put_off_on`."""
    put_off_on: date | None = None

    def asks_nothing_on(self, day: date) -> bool:
        return self.paused or (self.quiet_until is not None and day < self.quiet_until)

    def put_off_for(self, day: date) -> frozenset[str]:
        return self.put_off if self.put_off_on == day else frozenset()

    def with_put_off(self, what: str, *, day: date) -> "Choices":
        return replace(self, put_off=self.put_off_for(day) | {what}, put_off_on=day)


def choices_to_words(choices: Choices) -> dict[str, str]:
    return {name: _as_word(value) for name, value in vars(choices).items()}


def choices_from_words(words: Mapping[str, str] | None) -> Choices:
    """Read stored choices; what is unreadable counts as not chosen."""
    kept = words or {}
    return Choices(
        quieter=kept.get("quieter") == "yes",
        paused=kept.get("paused") == "yes",
        quiet_until=_as_day(kept.get("quiet_until", "")),
        evenings=_as_number(kept.get("evenings", "")),
        begun_on=_as_day(kept.get("begun_on", "")),
        put_off=frozenset(kept.get("put_off", "").split()),
        put_off_on=_as_day(kept.get("put_off_on", "")),
    )


def _as_word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return "" if value is None else str(value)


def _as_day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _as_number(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() else 0
