"""Leaving a light on, and taking it away."""

from closeknit.rooms.lanterns.models import Lantern
from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import unwrap_and_delete
from closeknit.rooms.people.models import User
from closeknit.rooms.people.viewer import Viewer


@transaction.atomic
def leave_light(*, viewer: Viewer, text: str) -> None:
    row = Lantern(couple=viewer.couple)
    viewer.seal(row, {"text": text}, readers=Readers.BOTH)
    row.save()


@transaction.atomic
def erase(*, user: User) -> None:
    unwrap_and_delete(Lantern.objects.filter(owner=user))
