"""Leaving a space: at once, and for both."""

from django.db import transaction

from closeknit.rooms.listening import actions as listening
from closeknit.rooms.meetings import actions as meetings
from closeknit.rooms.people.actions.leaving import close_couple
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.repair import actions as repair


@transaction.atomic
def leave_space(*, viewer: Viewer) -> None:
    """Close the space at once and for both; what was not yet revealed is destroyed."""
    questions.destroy_unrevealed(couple=viewer.couple)
    meetings.forget_hour(couple=viewer.couple)
    listening.end_rooms(couple=viewer.couple, now=viewer.now)
    repair.destroy_unrevealed(couple=viewer.couple)
    close_couple(couple=viewer.couple, now=viewer.now)
