"""Agreeing on a pause; either may change it, and the last version stands."""

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import take_turn, unwrap_and_delete
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import PausePlan
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.words import to_words


@transaction.atomic
def agree_on_pause(*, viewer: Viewer, words: PauseWords) -> None:
    take_turn(viewer)
    row = PausePlan.objects.filter(couple=viewer.couple).first() or PausePlan(couple=viewer.couple)
    row.agreed_on = viewer.today
    viewer.seal(row, to_words(words), readers=Readers.BOTH)
    row.save()


@transaction.atomic
def drop_pause(*, viewer: Viewer) -> None:
    unwrap_and_delete(PausePlan.objects.filter(couple=viewer.couple))
