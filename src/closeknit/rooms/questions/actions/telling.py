"""Days whose question was settled beforehand, for a story that somebody wrote."""

from django.db import transaction

from closeknit.domain.library import bundled
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.actions.days import set_pick
from closeknit.rooms.questions.models import Day
from closeknit.rooms.questions.rules import Pick


@transaction.atomic
def open_day(*, viewer: Viewer, question: str) -> None:
    """Give the viewer's today a question of the library; a day that has one keeps it."""
    day = Day(couple=viewer.couple, date=viewer.today)
    set_pick(day=day, pick=Pick(question=bundled().questions[question]))
    Day.objects.bulk_create([day], ignore_conflicts=True)
