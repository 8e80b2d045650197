"""The first seven evenings: one new thing each, for one person, in their own time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Thing(StrEnum):
    """What an evening brings, in order."""

    QUESTION = "question"
    THANKS = "thanks"
    TURN = "turn"
    GUESS = "guess"
    KINDNESS = "kindness"
    LOOK_BACK = "look_back"
    PACE = "pace"


THINGS = tuple(Thing)
FIT_FOR_QUIETER = frozenset({Thing.QUESTION, Thing.LOOK_BACK, Thing.PACE})


@dataclass(frozen=True)
class Progress:
    """How far somebody is; nothing in it counts evenings that they stayed away."""

    behind: int = 0
    begun_on: date | None = None
    is_put_off: bool = False
    """Whether they said "not tonight" this evening."""


def thing_tonight(
    progress: Progress, *, today: date, began_on: date, is_quieter: bool
) -> Thing | None:
    """Return what this evening brings; the evening somebody began on was the question's."""
    if today <= began_on or progress.is_put_off or _has_begun(progress, today):
        return None
    behind = max(progress.behind, 1)
    fits = (each for each in THINGS[behind:] if not is_quieter or each in FIT_FOR_QUIETER)
    return next(fits, None)


def begun_tonight(progress: Progress, *, today: date) -> Thing | None:
    """Return what was begun this evening, so that there is a way back to it."""
    is_one = 1 < progress.behind <= len(THINGS)
    return THINGS[progress.behind - 1] if is_one and _has_begun(progress, today) else None


def behind_after(thing: Thing) -> int:
    return THINGS.index(thing) + 1


def _has_begun(progress: Progress, today: date) -> bool:
    return progress.begun_on is not None and progress.begun_on >= today
