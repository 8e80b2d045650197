"""The first seven evenings: one new thing each, for one person, in their own time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OnboardingStep(StrEnum):
    """What an evening brings, in order."""

    QUESTION = "question"
    THANKS = "thanks"
    TURN = "turn"
    GUESS = "guess"
    KINDNESS = "kindness"
    LOOK_BACK = "look_back"
    PACE = "pace"


ONBOARDING_STEPS = tuple(OnboardingStep)
FIT_FOR_QUIETER = frozenset(
    {OnboardingStep.QUESTION, OnboardingStep.LOOK_BACK, OnboardingStep.PACE}
)


@dataclass(frozen=True)
class OnboardingProgress:
    """How far somebody is; nothing in it counts evenings that they stayed away."""

    completed: int = 0
    begun_on: date | None = None
    is_put_off: bool = False
    """Whether they said "not tonight" this evening."""


def onboarding_step_tonight(
    progress: OnboardingProgress, *, today: date, began_on: date, is_quieter: bool
) -> OnboardingStep | None:
    """Return what this evening brings; the evening somebody began on was the question's."""
    if today <= began_on or progress.is_put_off or _has_begun(progress, today):
        return None
    completed = max(progress.completed, 1)
    fits = (
        each for each in ONBOARDING_STEPS[completed:] if not is_quieter or each in FIT_FOR_QUIETER
    )
    return next(fits, None)


def begun_tonight(progress: OnboardingProgress, *, today: date) -> OnboardingStep | None:
    """Return what was begun this evening, so that there is a way back to it."""
    is_one = 1 < progress.completed <= len(ONBOARDING_STEPS)
    return (
        ONBOARDING_STEPS[progress.completed - 1] if is_one and _has_begun(progress, today) else None
    )


def completed_after(step: OnboardingStep) -> int:
    return ONBOARDING_STEPS.index(step) + 1


def _has_begun(progress: OnboardingProgress, today: date) -> bool:
    return progress.begun_on is not None and progress.begun_on >= today
