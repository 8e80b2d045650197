"""Taking words away for good: the wraps first, then the rows."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.questions.models import Answer, Draft, OwnQuestion, Passing, Reply


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete all that a person wrote in this room."""
    unwrap_and_delete(rows=Draft.objects.filter(owner=user))
    unwrap_and_delete(rows=Reply.objects.filter(owner=user))
    unwrap_and_delete(rows=OwnQuestion.objects.filter(owner=user))
    delete_answers(rows=Answer.objects.filter(owner=user))
    Passing.objects.filter(owner=user).delete()


@transaction.atomic
def destroy_unrevealed(*, couple: Couple) -> None:
    """Delete the answers that still waited for the other's when somebody leaves.

    What an author kept private, or wrote before they paired, stays with its author.
    """
    Answer.objects.filter(couple=couple).update(escrow=None)
    if couple.paired_on is not None:
        delete_answers(
            rows=Answer.objects.filter(
                Q(decided=""),
                couple=couple,
                revealed_on=None,
                day__date__gte=couple.paired_on,
            )
        )


def delete_answers(*, rows: QuerySet[Answer]) -> None:
    """An answer has one wrap more than other rows: its escrow."""
    rows.update(escrow=None)
    unwrap_and_delete(rows=rows)


def unwrap_and_delete(*, rows: QuerySet[Any]) -> None:
    rows.update(for_owner=None, for_couple=None)
    rows.delete()
