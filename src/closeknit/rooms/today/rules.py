"""What Today shows and in which order: at most three things; no Django, no clock."""

from dataclasses import dataclass
from enum import StrEnum


class Waiting(StrEnum):
    """The one thing that waits for the viewer, the most pressing first."""

    RECOVERY_CODE = "recovery_code"
    QUESTION = "question"
    FIRST_THANKS = "first_thanks"
    INVITATION = "invitation"
    EARLIER_DAY = "earlier_day"
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


def waiting(evening: Evening) -> Waiting:
    """Name what comes first: the question, then the steps of the first evening, then old days."""
    first_steps = [
        (Waiting.FIRST_THANKS, evening.is_first_evening and not evening.has_thanked),
        (
            Waiting.INVITATION,
            not evening.is_paired and not evening.has_invited and evening.is_first_evening,
        ),
        (Waiting.RECOVERY_CODE, not evening.has_recovery),
        (Waiting.EARLIER_DAY, evening.has_earlier_day),
    ]
    if evening.is_paused:
        return Waiting.NOTHING
    if not evening.is_answered and not evening.is_passed:
        return Waiting.QUESTION
    return next((step for step, applies in first_steps if applies), Waiting.NOTHING)


def may_suggest(evening: Evening, *, waits: Waiting) -> bool:
    """Offer a practice unless the viewer pauses or a step of the first evening still waits."""
    if evening.is_paused:
        return False
    return not evening.is_first_evening or waits in (Waiting.RECOVERY_CODE, Waiting.NOTHING)
