"""Erasing an account and all that its person wrote."""

from uuid import UUID

from django.db import transaction

from closeknit.rooms.archive.actions.leaving import leave_space
from closeknit.rooms.listening import actions as listening
from closeknit.rooms.meetings import actions as meetings
from closeknit.rooms.moments import actions as moments
from closeknit.rooms.notifications import actions as notifications
from closeknit.rooms.people.actions.accounts import erase_account
from closeknit.rooms.people.models import User
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import actions as practices
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.repair import actions as repair


@transaction.atomic
def erase_everything(*, user: User, viewer: Viewer | None) -> None:
    """Delete a person: their wraps first, then their rows, then the account."""
    if viewer is not None:
        leave_space(viewer=viewer)
    questions.erase(user=user)
    moments.erase(user=user)
    practices.erase(user=user)
    listening.erase(user=user)
    repair.erase(user=user)
    meetings.erase(user=user)
    notifications.erase(user=user)
    erase_account(user_id=UUID(str(user.pk)))
