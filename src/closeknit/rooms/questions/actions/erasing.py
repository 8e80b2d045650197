"""Taking words away for good: the wraps first, then the rows."""

from django.db import transaction
from django.db.models import Q

from closeknit.rooms.people.actions.rows import unwrap_and_delete
from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.questions.models import Answer, Draft, OwnQuestion, Reply


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete all that a person wrote in this room."""
    unwrap_and_delete(Draft.objects.filter(owner=user))
    unwrap_and_delete(Reply.objects.filter(owner=user))
    unwrap_and_delete(OwnQuestion.objects.filter(owner=user))
    unwrap_and_delete(Answer.objects.filter(owner=user))


@transaction.atomic
def destroy_unrevealed(*, couple: Couple) -> None:
    """Delete the answers that still waited for the other's when somebody leaves.

    What an author kept private, or wrote before they paired, stays with its author.
    """
    Answer.objects.filter(couple=couple).update(escrow=None)
    if couple.paired_on is not None:
        unwrap_and_delete(
            Answer.objects.filter(
                Q(decided=""),
                couple=couple,
                opened_on=None,
                day__date__gte=couple.paired_on,
            )
        )
