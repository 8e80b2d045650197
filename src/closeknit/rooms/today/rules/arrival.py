"""What belongs to having arrived, one step at a time; each can be put off by itself."""

from dataclasses import dataclass
from enum import StrEnum


class ArrivalStep(StrEnum):
    FIRST_THANKS = "first_thanks"
    INVITATION = "invitation"
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True)
class Arrival:
    """How far somebody has come."""

    is_first_evening: bool
    has_thanked: bool
    has_invited: bool
    """Or is not alone, and so has nobody to invite."""
    has_recovery: bool
    put_off: frozenset[str] = frozenset()
    """What was not for tonight."""


def arrival_step_tonight(arrival: Arrival) -> ArrivalStep | None:
    steps = (
        (ArrivalStep.FIRST_THANKS, arrival.is_first_evening and not arrival.has_thanked),
        (ArrivalStep.INVITATION, arrival.is_first_evening and not arrival.has_invited),
        (ArrivalStep.RECOVERY_CODE, not arrival.has_recovery),
    )
    return next((step for step, applies in steps if applies and step not in arrival.put_off), None)
