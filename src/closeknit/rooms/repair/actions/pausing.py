"""Agreeing on a pause; either may change it, and the last version stands."""

from django.db import IntegrityError, transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import unwrap_and_delete
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import PausePlan
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.words import to_words


@transaction.atomic
def agree_on_pause(*, viewer: Viewer, words: PauseWords) -> None:
    plans = PausePlan.objects.select_for_update().filter(couple=viewer.couple)
    row = plans.first() or PausePlan(couple=viewer.couple)
    try:
        with transaction.atomic():
            _keep(viewer, row, words)
    except IntegrityError:  # the other kept the first plan in the same instant
        _keep(viewer, plans.get(), words)


@transaction.atomic
def drop_pause(*, viewer: Viewer) -> None:
    unwrap_and_delete(PausePlan.objects.filter(couple=viewer.couple))


def _keep(viewer: Viewer, row: PausePlan, words: PauseWords) -> None:
    row.agreed_on = viewer.today
    viewer.seal(row, to_words(words), readers=Readers.BOTH)
    row.save()
