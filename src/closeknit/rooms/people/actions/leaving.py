"""Leaving a space: alone, at once, without asking anyone."""

from django.db import transaction

from closeknit.rooms.people.actions.pairing import take_back_invitations
from closeknit.rooms.people.models import Couple, Membership
from closeknit.rooms.people.viewer import Viewer


@transaction.atomic
def close_space(*, viewer: Viewer) -> None:
    """Close the space for both; its keys seal nothing more.

    Each keeps the keys to what they could read, so that they can take it with them.
    """
    take_back_invitations(viewer=viewer)
    Couple.objects.filter(pk=viewer.couple.pk).update(
        closed_on=viewer.today, epoch=viewer.couple.epoch + 1
    )
    Membership.objects.filter(couple=viewer.couple, left_on=None).update(left_on=viewer.today)
