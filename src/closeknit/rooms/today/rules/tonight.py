"""What waits on Today and what it offers beside it."""

from dataclasses import dataclass
from enum import StrEnum


class Waiting(StrEnum):
    """The one thing that waits for the viewer, the most pressing first."""

    SMALLEST_STEP = "smallest_step"
    ROOM = "room"
    RECOVERY_CODE = "recovery_code"
    QUESTION = "question"
    FIRST_THANKS = "first_thanks"
    INVITATION = "invitation"
    EARLIER_DAY = "earlier_day"
    NOTHING = "nothing"


CAN_BE_PUT_OFF = frozenset({Waiting.FIRST_THANKS, Waiting.INVITATION, Waiting.RECOVERY_CODE})


class Offer(StrEnum):
    """The one thing that Today suggests beside what waits."""

    EVENING = "evening"
    WEEK = "week"
    PRACTICE = "practice"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Evening:
    """Where the viewer stands tonight."""

    is_answered: bool
    is_passed: bool
    is_first_evening: bool
    is_paired: bool
    is_paused: bool
    has_thanked: bool
    has_invited: bool
    has_recovery: bool
    has_earlier_day: bool
    has_returned: bool = False
    has_open_room: bool = False
    has_words_left: bool = False
    """The partner asks for a moment, or left words."""
    put_off: frozenset[str] = frozenset()
    """What was not for tonight, of the steps of the first evening."""


def waiting(evening: Evening) -> Waiting:
    """Name what comes first: the question, then the steps of the first evening, then old days."""
    if evening.is_paused:
        return Waiting.NOTHING
    if evening.has_open_room:
        return Waiting.ROOM
    if evening.has_returned:
        return Waiting.SMALLEST_STEP
    if not evening.is_answered and not evening.is_passed:
        return Waiting.QUESTION
    return next((step for step in _steps(evening) if step not in evening.put_off), Waiting.NOTHING)


def _steps(evening: Evening) -> list[Waiting]:
    is_first = evening.is_first_evening
    needs_partner = not evening.is_paired and not evening.has_invited
    steps = [
        (Waiting.FIRST_THANKS, is_first and not evening.has_thanked),
        (Waiting.INVITATION, is_first and needs_partner),
        (Waiting.RECOVERY_CODE, not evening.has_recovery),
        (Waiting.EARLIER_DAY, evening.has_earlier_day),
    ]
    return [step for step, applies in steps if applies]


@dataclass(frozen=True)
class Beside:
    """What Today could offer beside what waits."""

    has_thing: bool = False
    """One of the first seven evenings brings something tonight."""
    was_thing: bool = False
    """It was begun or put off tonight."""
    is_week_end: bool = False
    is_for_pace: bool = False
    """The couple's pace has a suggestion tonight."""


def offer(evening: Evening, *, waits: Waiting, beside: Beside) -> Offer:
    """Offer one thing at most; none on the first evening or in a pause."""
    is_full = evening.has_words_left or waits in (Waiting.ROOM, Waiting.SMALLEST_STEP)
    if evening.is_paused or evening.is_first_evening or is_full:
        return Offer.NOTHING
    if beside.has_thing:
        return Offer.EVENING
    if beside.was_thing:
        return Offer.NOTHING
    if beside.is_week_end:
        return Offer.WEEK
    return Offer.PRACTICE if beside.is_for_pace else Offer.NOTHING
