"""What an author does with an answer that nobody matched."""

from datetime import date

from django.db import transaction

from closeknit.rooms.people.actions.rows import unwrap_and_delete
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.actions.answering import AlreadyOpenError, status_of
from closeknit.rooms.questions.actions.days import DayIsClosedError, locked_day_with_words
from closeknit.rooms.questions.models import Answer, Draft
from closeknit.rooms.questions.rules import Decision


@transaction.atomic
def hand_over(*, viewer: Viewer, on: date) -> None:
    """Let the partner read an answer of the viewer's without one of theirs.

    Raises DayIsClosedError while it still waits, and when it was written before they paired.
    """
    answer = _own_answer(viewer, on)
    if answer.decided == Decision.HANDED:
        return
    if not rules.may_hand_over(
        on=on,
        today=viewer.today,
        paired_on=viewer.couple.paired_on,
        mine=status_of(row=answer),
    ):
        raise DayIsClosedError
    viewer.share(answer)
    answer.escrow, answer.opened_on = None, viewer.today
    answer.decided = Decision.HANDED
    answer.save(update_fields=["for_couple", "escrow", "opened_on", "decided"])


@transaction.atomic
def keep_private(*, viewer: Viewer, on: date) -> None:
    """Keep an answer for its author alone; the wrap that could open it is destroyed."""
    answer = _own_answer(viewer, on)
    if answer.opened_on is not None:
        raise AlreadyOpenError
    answer.escrow, answer.decided = None, Decision.KEPT
    answer.save(update_fields=["escrow", "decided"])


@transaction.atomic
def let_go(*, viewer: Viewer, on: date) -> None:
    """Delete an answer that is not open yet, its wraps first."""
    answer = _own_answer(viewer, on)
    if answer.opened_on is not None:
        raise AlreadyOpenError
    unwrap_and_delete(Answer.objects.filter(pk=answer.pk))
    Draft.objects.filter(day=answer.day_id, owner=viewer.user).delete()


def _own_answer(viewer: Viewer, on: date) -> Answer:
    day = locked_day_with_words(viewer=viewer, on=on)
    answer = Answer.objects.filter(day=day, owner=viewer.user).first()
    if answer is None:
        raise DayIsClosedError
    return answer
