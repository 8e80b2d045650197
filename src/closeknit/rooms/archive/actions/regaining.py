"""When the password is lost: the recovery code, or a fresh start without it."""

from datetime import datetime

from django.db import transaction

from closeknit.domain.vault import Keyring, RecoveryCode, VaultError
from closeknit.rooms import lifecycles
from closeknit.rooms.people.actions.accounts import open_space
from closeknit.rooms.people.actions.passwords import (
    StretchedPassword,
    bring_keyring_back,
    reset_by_code,
    start_fresh,
)
from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.people.queries import seats_of
from closeknit.rooms.people.rules import DEFAULT_ZONE


@transaction.atomic
def begin_again(*, user: User, root: bytes, now: datetime) -> Keyring:
    """Start fresh: put the old keys away for 30 days, close the space, open an empty one."""
    couple = _close_space_of(user, now=now)
    keyring = start_fresh(user=user, root=root, today=now.date())
    zone = couple.zone if couple else DEFAULT_ZONE
    open_space(user=user, keyring=keyring, zone=zone, now=now)
    return keyring


@transaction.atomic
def recover(
    *, user: User, code: RecoveryCode, password: StretchedPassword, now: datetime
) -> RecoveryCode:
    """Set a password by the recovery code; return the new code.

    A code from before a fresh start brings the old keys back; the space begun since then closes,
    because they do not open it. Raises VaultError when the code opens neither.
    """
    try:
        return reset_by_code(user=user, code=code, password=password)
    except VaultError:
        bring_keyring_back(user=user, code=code, today=now.date())
    _close_space_of(user, now=now)
    return reset_by_code(user=user, code=code, password=password)


def _close_space_of(user: User, *, now: datetime) -> Couple | None:
    seat = seats_of(user=user)[0]
    if seat is None:
        return None
    lifecycles.close(couple=seat.couple, now=now)
    return seat.couple
