"""Asking for a good time: one tap to ask, one to say yes; a refusal writes nothing."""

from datetime import date

from django.db import transaction

from closeknit.rooms.people.actions.rows import delete_in_batches, take_turn
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import TimeRequest


@transaction.atomic
def ask_for_time(*, viewer: Viewer) -> None:
    """Ask once a day; when the other has asked already, this is a yes to them."""
    take_turn(viewer)  # so that of two who ask at once the second says yes
    _forget_before(viewer, viewer.today)
    if say_yes(viewer=viewer):
        return
    TimeRequest.objects.get_or_create(
        couple=viewer.couple, owner=viewer.user, asked_on=viewer.today
    )


@transaction.atomic
def say_yes(*, viewer: Viewer) -> bool:
    """Say that now is good; False when nobody asked today."""
    asked = TimeRequest.objects.filter(couple=viewer.couple, asked_on=viewer.today)
    return bool(asked.exclude(owner=viewer.user).update(is_good=True))


@transaction.atomic
def withdraw_time_request(*, viewer: Viewer) -> None:
    TimeRequest.objects.filter(couple=viewer.couple, owner=viewer.user).delete()


def delete_old_time_requests(*, before: date) -> int:
    """Delete every request of an earlier day, of all couples."""
    return delete_in_batches(TimeRequest.objects.filter(asked_on__lt=before))


def _forget_before(viewer: Viewer, today: date) -> None:
    TimeRequest.objects.filter(couple=viewer.couple, asked_on__lt=today).delete()
