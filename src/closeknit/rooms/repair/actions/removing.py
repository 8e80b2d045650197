"""Deleting one's own words, and all that a person wrote here; the wraps go first."""

from django.db import transaction

from closeknit.rooms.people.actions.rows import unwrap_and_delete
from closeknit.rooms.people.models import User
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import (
    Apology,
    Draft,
    Loop,
    LoopHalf,
    Opening,
    PausePlan,
    TimeRequest,
    Writing,
)


@transaction.atomic
def remove_item(*, viewer: Viewer, row: Opening | Apology | Writing) -> None:
    """Delete one of the viewer's own rows, for both."""
    unwrap_and_delete(type(row)._default_manager.filter(pk=row.pk, owner=viewer.user))  # noqa: SLF001  Django's documented handle


@transaction.atomic
def erase(*, user: User) -> None:
    for written in (Opening, Apology, Draft, PausePlan, LoopHalf, Writing):
        unwrap_and_delete(written._default_manager.filter(owner=user))  # noqa: SLF001
    Loop.objects.filter(halves=None, couple__memberships__user=user).delete()
    TimeRequest.objects.filter(owner=user).delete()
