"""Closing a space: by one alone, at once, without asking anyone."""

from datetime import datetime
from functools import partial

from django.db import transaction

from closeknit.live import revalidate
from closeknit.rooms.people.models import Couple, Invitation, Membership


@transaction.atomic
def close_couple(*, couple: Couple, now: datetime) -> None:
    """Close a space for both without opening anything in it; its keys seal nothing more.

    Each keeps the keys to what they could read, so that they can take it with them.
    """
    couple = Couple.objects.select_for_update().get(pk=couple.pk)  # before its invitations, as ever
    today = couple.day_at(now)
    Invitation.objects.filter(couple=couple, accepted_by=None, revoked_at=None).update(
        revoked_at=now
    )
    Couple.objects.filter(pk=couple.pk).update(closed_on=today, epoch=couple.epoch + 1)
    Membership.objects.filter(couple=couple, left_on=None).update(left_on=today)
    transaction.on_commit(partial(revalidate, couple.pk))
