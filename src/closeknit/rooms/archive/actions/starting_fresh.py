"""Starting fresh, when neither the old password nor the recovery code is there any more."""

from datetime import datetime

from django.db import transaction

from closeknit.domain.vault import Keyring
from closeknit.rooms.people.actions.accounts import open_space
from closeknit.rooms.people.actions.leaving import close_couple
from closeknit.rooms.people.actions.passwords import start_fresh
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import seats_of
from closeknit.rooms.people.rules import DEFAULT_ZONE
from closeknit.rooms.questions import actions as questions


@transaction.atomic
def begin_again(*, user: User, root: bytes, now: datetime) -> Keyring:
    """Start fresh: put the old keys away for 30 days, close the space, open an empty one."""
    seat = seats_of(user=user)[0]
    zone = seat.couple.zone if seat else DEFAULT_ZONE
    if seat is not None:
        questions.destroy_unrevealed(couple=seat.couple)
        close_couple(couple=seat.couple, now=now)
    keyring = start_fresh(user=user, root=root, today=now.date())
    open_space(user=user, keyring=keyring, zone=zone, now=now)
    return keyring
