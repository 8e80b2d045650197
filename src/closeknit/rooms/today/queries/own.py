"""What Today itself proposes: rest, the steps of having arrived, what is new, the look back."""

from collections.abc import Iterable

from closeknit.rooms.moments import queries as moments
from closeknit.rooms.people.cards import Card, Priority
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.rules import Choices
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import queries as questions
from closeknit.rooms.today.rules.arrival import Arrival, arrival_step_tonight
from closeknit.rooms.today.rules.evenings import (
    OnboardingProgress,
    OnboardingStep,
    begun_tonight,
    onboarding_step_tonight,
)
from closeknit.rooms.today.rules.pace import is_evening_for, is_week_end, pace_from
from closeknit.rooms.today.rules.ranking import OFFERS

EVENING = "evening"  # what is put off when tonight's step is


def own_cards(*, viewer: Viewer, choices: Choices) -> list[Card]:
    found = (
        _resting(viewer, choices),
        _arrival_step(viewer, choices),
        _offer(viewer, choices),
    )
    return [card for card in found if card is not None]


def may_suggest(*, viewer: Viewer, choices: Choices, own: Iterable[Card]) -> bool:
    """Tell whether tonight has room for a suggestion, by the pace that the two chose."""
    if is_first_evening(viewer=viewer) or _is_spent(viewer, choices):
        return False
    if any(card.priority in OFFERS | {Priority.RESTING} for card in own):
        return False
    pace = pace_from(viewer.couple.pace)
    return is_evening_for(pace, on=viewer.today, couple=viewer.couple.pk)


def onboarding_step_of(*, viewer: Viewer) -> OnboardingStep | None:
    """Return what the first seven evenings bring the viewer tonight."""
    return _onboarding_step(viewer, choices_of(viewer=viewer))


def is_first_evening(*, viewer: Viewer) -> bool:
    return viewer.today == viewer.membership.joined_on


def has_invited(*, viewer: Viewer) -> bool:
    """Tell whether somebody is invited, or here already."""
    return viewer.is_paired or bool(viewer.keyring.invitations)


def _resting(viewer: Viewer, choices: Choices) -> Card | None:
    if not choices.asks_nothing_on(viewer.today):
        return None
    return Card(Priority.RESTING, "today/resting.html", choices)


def _arrival_step(viewer: Viewer, choices: Choices) -> Card | None:
    is_first = is_first_evening(viewer=viewer)
    found = arrival_step_tonight(
        Arrival(
            is_first_evening=is_first,
            has_thanked=not is_first or moments.has_written_today(viewer=viewer),
            has_invited=has_invited(viewer=viewer),
            has_recovery=viewer.user.keyring.has_recovery,
            put_off=choices.put_off_for(viewer.today),
        )
    )
    return Card(Priority.ARRIVAL_STEP, "today/arrival_step.html", found) if found else None


def _offer(viewer: Viewer, choices: Choices) -> Card | None:
    """Return what is new tonight, or the way back to it; else, on Sundays, the look back."""
    step = _onboarding_step(viewer, choices)
    if step is not None:
        return Card(Priority.ONBOARDING_STEP, "today/onboarding_step.html", step)
    begun = begun_tonight(_progress(viewer, choices), today=viewer.today)
    if begun is not None:
        return Card(Priority.BEGUN, "today/begun.html", begun)
    if is_week_end(viewer.today) and not _is_spent(viewer, choices):
        return Card(Priority.LOOK_BACK, "today/look_back.html")
    return None


def _onboarding_step(viewer: Viewer, choices: Choices) -> OnboardingStep | None:
    found = onboarding_step_tonight(
        _progress(viewer, choices),
        today=viewer.today,
        began_on=viewer.membership.joined_on,
        is_quieter=choices.quieter,
    )
    has_to_wait = found is OnboardingStep.GUESS and not questions.may_guess(viewer=viewer)
    return None if has_to_wait else found


def _progress(viewer: Viewer, choices: Choices) -> OnboardingProgress:
    return OnboardingProgress(
        completed=choices.evenings,
        begun_on=choices.begun_on,
        is_put_off=EVENING in choices.put_off_for(viewer.today),
    )


def _is_spent(viewer: Viewer, choices: Choices) -> bool:
    """Whether tonight's step was begun or put off, so that nothing follows it."""
    progress = _progress(viewer, choices)
    return progress.is_put_off or begun_tonight(progress, today=viewer.today) is not None
