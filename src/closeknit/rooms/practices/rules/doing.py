"""Where somebody is in a practice, how long a step still takes, and whether both said yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SECONDS = 60


@dataclass(frozen=True)
class StepReached:
    """The step, counted from 1, that one person is at, and the instant they came to it."""

    slug: str
    edition: int
    step: int
    came_at: str
    """ISO 8601."""
    is_alone: bool = False


class Gate(StrEnum):
    """How a practice that needs a clear yes stands tonight, as far as one of the two may know."""

    SHUT = "shut"
    SAID_YES = "said yes"
    BOTH_SAID_YES = "both said yes"


def seconds_left(minutes: float, *, came_at: str, now: datetime) -> int:
    """Count from an instant; a clock set back never gives more than the whole."""
    whole = round(minutes * SECONDS)
    try:
        passed = (now - datetime.fromisoformat(came_at)).total_seconds()
    except (TypeError, ValueError):
        return 0
    return max(0, min(whole, round(whole - passed)))


def place_to_words(place: StepReached) -> dict[str, str]:
    return {
        "slug": place.slug,
        "edition": str(place.edition),
        "step": str(place.step),
        "came_at": place.came_at,
        "alone": "yes" if place.is_alone else "",
    }


def place_from_plain(plain: Mapping[str, str]) -> StepReached:
    return StepReached(
        slug=plain.get("slug", ""),
        edition=int(plain.get("edition", "1")),
        step=int(plain.get("step", "1")),
        came_at=plain.get("came_at", ""),
        is_alone=plain.get("alone") == "yes",
    )
