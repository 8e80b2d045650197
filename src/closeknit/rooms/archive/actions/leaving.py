"""Closing a space: at once, and for both."""

from datetime import datetime

from django.db import transaction

from closeknit.rooms.listening import actions as listening
from closeknit.rooms.meetings import actions as meetings
from closeknit.rooms.people.actions.leaving import close_couple
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.repair import actions as repair


def leave_space(*, viewer: Viewer) -> None:
    """Close the viewer's own space, for both."""
    close_space(couple=viewer.couple, now=viewer.now)


@transaction.atomic
def close_space(*, couple: Couple, now: datetime) -> None:
    """Close a space for both, with no vault open; what was not yet revealed is destroyed."""
    questions.destroy_unrevealed(couple=couple)
    meetings.forget_hour(couple=couple)
    listening.end_rooms(couple=couple, now=now)
    repair.destroy_unrevealed(couple=couple)
    close_couple(couple=couple, now=now)
