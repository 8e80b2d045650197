"""Tonight, gathered from the rooms in few queries."""

from dataclasses import dataclass

from closeknit.rooms.moments import queries as moments
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import queries as practices
from closeknit.rooms.questions import queries as questions
from closeknit.rooms.today.rules import Evening, Waiting, waiting


@dataclass(frozen=True)
class Tonight:
    """What Today shows: what waits, one suggestion with its reason, one thing received."""

    waits: Waiting
    question: questions.Tonight
    earlier_day: questions.EarlierDay | None
    suggestion: practices.Suggested | None
    received: moments.ThankYou | None
    is_paused: bool
    has_invited: bool


def evening_of(*, viewer: Viewer) -> Tonight:
    choices = choices_of(viewer=viewer)
    question = questions.tonight(viewer=viewer)
    earlier = questions.open_earlier_day(viewer=viewer)
    is_first_evening = viewer.today == viewer.membership.joined_on
    has_invited = viewer.is_paired or bool(viewer.keyring.invitations)
    has_thanked = not is_first_evening or moments.has_written_today(viewer=viewer)
    return Tonight(
        waits=waiting(
            Evening(
                is_answered=question.is_answered,
                is_passed=question.is_passed,
                is_first_evening=is_first_evening,
                is_paired=viewer.is_paired,
                is_paused=choices.paused,
                has_thanked=has_thanked,
                has_invited=has_invited,
                has_recovery=viewer.user.keyring.has_recovery,
                has_earlier_day=earlier is not None,
            )
        ),
        question=question,
        earlier_day=earlier,
        suggestion=None
        if choices.paused
        else practices.suggestion(viewer=viewer, quieter=choices.quieter),
        received=moments.one_received(viewer=viewer),
        is_paused=choices.paused,
        has_invited=has_invited,
    )
