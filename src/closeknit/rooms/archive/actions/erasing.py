"""Erasing an account and all that its person wrote."""

from django.db import transaction

from closeknit.rooms import lifecycles
from closeknit.rooms.archive.actions.leaving import leave_space
from closeknit.rooms.people.models import User
from closeknit.rooms.people.viewer import Viewer


@transaction.atomic
def erase_everything(*, user: User, viewer: Viewer | None) -> None:
    """Delete a person: their wraps first, then their rows, then the account."""
    if viewer is not None:
        leave_space(viewer=viewer)
    lifecycles.erase(user=user)
