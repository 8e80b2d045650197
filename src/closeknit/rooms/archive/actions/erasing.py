"""Erasing an account and all that its person wrote."""

from datetime import datetime

from django.db import transaction

from closeknit.rooms import lifecycles
from closeknit.rooms.archive.actions.leaving import leave_space
from closeknit.rooms.people.models import User


@transaction.atomic
def erase_everything(*, user: User, now: datetime) -> None:
    """Delete a person: their wraps first, then their rows, then the account."""
    leave_space(user=user, now=now)
    lifecycles.erase(user=user)
