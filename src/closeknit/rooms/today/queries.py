"""Tonight, gathered from the rooms in few queries."""

from collections.abc import Mapping
from dataclasses import dataclass

from closeknit.rooms.moments import queries as moments
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import queries as practices
from closeknit.rooms.questions import queries as questions
from closeknit.rooms.repair import queries as repair
from closeknit.rooms.today.rules import Evening, Waiting, may_suggest, waiting


@dataclass(frozen=True)
class Tonight:
    """What Today shows: what waits, one suggestion with its reason, one thing received."""

    waits: Waiting
    question: questions.Tonight
    earlier_day: questions.EarlierDay | None
    suggestion: practices.Suggested | None
    received: moments.ThankYou | None
    repair: repair.Left
    is_paused: bool
    has_invited: bool
    opens_with_received: bool


def evening_of(*, viewer: Viewer, cookies: Mapping[str, str]) -> Tonight:
    choices = choices_of(viewer=viewer)
    asked = questions.evening(viewer=viewer)
    question, earlier = asked.tonight, asked.earlier_day
    is_first_evening = viewer.today == viewer.membership.joined_on
    has_invited = viewer.is_paired or bool(viewer.keyring.invitations)
    has_thanked = not is_first_evening or moments.has_written_today(viewer=viewer)
    received = moments.one_received(viewer=viewer)
    evening = Evening(
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
    waits = waiting(evening)
    left = repair.left_for(viewer=viewer, cookies=cookies)
    return Tonight(
        waits=waits,
        question=question,
        earlier_day=earlier,
        suggestion=practices.suggestion(viewer=viewer, quieter=choices.quieter)
        if may_suggest(evening, waits=waits) and not left.is_anything
        else None,
        received=received,
        repair=left,
        is_paused=choices.paused,
        has_invited=has_invited,
        opens_with_received=received is not None and waits is Waiting.QUESTION and is_first_evening,
    )
