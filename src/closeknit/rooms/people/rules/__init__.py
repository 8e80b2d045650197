"""Days, limits and lifetimes that people agree on; no Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

A_DAY = timedelta(days=1)
DAY_BEGINS_AT = 4  # o'clock: an evening that ends after midnight is still that evening
INVITATION_LASTS = timedelta(hours=48)
DEFAULT_ZONE = "Europe/London"
ARCHIVE_LASTS = timedelta(days=30)
MOST_ARCHIVED = 3  # accounts of one person: each one more is one more Argon2 run at a sign-in
HELD_CODE_LASTS = timedelta(minutes=15)
PENDING_LASTS = timedelta(minutes=5)
TOUCH_EVERY = timedelta(minutes=5)
CLOCK_MAY_SLIP = timedelta(minutes=10)
INVITATION_ENDS_WITHIN = INVITATION_LASTS + CLOCK_MAY_SLIP  # else a clock that ran ahead wrote it
AWAY_FOR = timedelta(days=7)
KNOWN_FOR = timedelta(days=400)  # the longest that browsers keep a cookie
KNOWN_DEVICES_AT_MOST = 12
LONGEST_PASSWORD = 256  # characters; what is longer never reaches Argon2
FIRST_EVENINGS = 7  # each brings one new thing
PASSES_KEPT = timedelta(days=14)  # twice as long as a day takes words
CHOICES_LENGTH = 1_500
"""Characters that all choices together may have; their row is padded to more than that."""


def couple_day(*, now: datetime, zone: str) -> date:
    """Return the couple's date at the instant `now`; their day begins at 04:00 in `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() - timedelta(days=1 if local.hour < DAY_BEGINS_AT else 0)


def over_everywhere(*, now: datetime) -> date:
    """Return the date before which each couple's days are over, wherever on earth they live."""
    return now.date() - timedelta(days=1)


@dataclass(frozen=True)
class SeatToday:
    """Whom a room is asked about: a person, their space, and the space's date."""

    user: UUID
    couple: UUID
    today: date


def day_begins(day: date, *, zone: str) -> datetime:
    return datetime.combine(day, time(DAY_BEGINS_AT), ZoneInfo(zone))


ZONES = frozenset(zone for zone in available_timezones() if "/" in zone)
"""The only names that a time zone may have; they are read as files, so no other is taken."""


@dataclass(frozen=True)
class Zones:
    """The time zone of a couple's days, and the one that takes its place with the day `since`.

    A day that has begun ends when its own zone says so, or later, where the coming one lags behind;
    days only ever follow one another. Where the coming zone is ahead, its first day is shorter.
    """

    now: str
    coming: str = ""
    since: date | None = None

    def in_force(self, at: datetime) -> str:
        has_come = self.since is not None and couple_day(now=at, zone=self.now) >= self.since
        return self.coming if has_come else self.now

    def day_at(self, at: datetime) -> date:
        day = couple_day(now=at, zone=self.in_force(at))
        return day if self.since is None else max(day, self.since - A_DAY)

    def day_ends(self, day: date) -> datetime:
        """Return the instant at which the couple's next day begins."""
        following = day + A_DAY
        zones = {self.now} if self.since is None or following <= self.since else {self.coming}
        if following == self.since:
            zones.add(self.coming)
        return max(day_begins(following, zone=zone) for zone in zones)

    def changed(self, zone: str, *, at: datetime) -> "Zones":
        """Let another zone take over with the next day; raise ValueError for an unknown one."""
        if zone not in ZONES:
            raise ValueError("There is no such time zone.")
        if zone == (self.coming or self.now):
            return self
        return Zones(self.in_force(at), coming=zone, since=self.day_at(at) + A_DAY)


@dataclass(frozen=True)
class Lifetime:
    """How long a device stays unlocked: since it was last used, and since it was unlocked."""

    idle: timedelta
    absolute: timedelta
    signed_in: timedelta


class DeviceKind(StrEnum):
    OWN = "own"
    SHARED = "shared"

    def seen(self, now: datetime) -> datetime:
        """Return what is kept of a visit: its day; the instant only where 30 minutes must end."""
        if self is DeviceKind.SHARED:
            return now
        return now.replace(hour=0, minute=0, second=0, microsecond=0)

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
    life, last = kind.lifetime, max(unlocked_at, seen_at)
    if now < last - CLOCK_MAY_SLIP:
        return False
    return now < last + life.idle and now < unlocked_at + life.absolute


def is_signed_in_at(
    now: datetime, *, kind: DeviceKind, created_at: datetime, ends_at: datetime
) -> bool:
    """Bound both ways: what a clock that ran ahead has written ends early, never late."""
    latest = now + kind.lifetime.signed_in + CLOCK_MAY_SLIP
    return created_at <= now + CLOCK_MAY_SLIP and now < ends_at <= latest


class Pace(StrEnum):
    """How often Today suggests something beyond the question; the two set it together."""

    LITTLE = "little"
    SOME = "some"
    MORE = "more"


def has_been_away(*, last_here: datetime | None, now: datetime) -> bool:
    """Tell a return from a visit; without an earlier visit there is nothing to return from."""
    return last_here is not None and now.date() - last_here.date() >= AWAY_FOR


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
    passed: frozenset[date] = frozenset()
    """The days whose question was let pass; each is forgotten after `PASSES_KEPT`."""

    def asks_nothing_on(self, day: date) -> bool:
        return self.paused or (self.quiet_until is not None and day < self.quiet_until)

    def put_off_for(self, day: date) -> frozenset[str]:
        return self.put_off if self.put_off_on == day else frozenset()

    def with_put_off(self, what: str, *, day: date) -> "Choices":
        return replace(self, put_off=self.put_off_for(day) | {what}, put_off_on=day)

    def with_pass(self, on: date, *, today: date) -> "Choices":
        kept = {day for day in self.passed if today - PASSES_KEPT < day <= today}
        return replace(self, passed=frozenset(kept | {on}))

    def without_pass(self, on: date) -> "Choices":
        return replace(self, passed=self.passed - {on})


def choices_to_words(choices: Choices) -> dict[str, str]:
    """Write them down; raise ValueError where they would outgrow the row that everybody has."""
    words = {name: _as_word(value) for name, value in vars(choices).items()}
    if sum(len(word) for word in words.values()) > CHOICES_LENGTH:
        raise ValueError("These choices are longer than the row that everybody has.")
    return words


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
        passed=frozenset(filter(None, map(_as_day, kept.get("passed", "").split()))),
    )


def _as_word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return " ".join(sorted(map(str, value)))
    return "" if value is None else str(value)


def _as_day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _as_number(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() else 0
