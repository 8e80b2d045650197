"""A recovery code: made here, held until part of it is typed back, and good only from then on."""

from datetime import datetime

from django.db import transaction

from closeknit.domain.vault import (
    Keyring,
    RecoveryCode,
    hold_code,
    new_recovery_code,
    plain_code,
    with_recovery,
)
from closeknit.rooms.people.models import Device, User
from closeknit.rooms.people.models import Keyring as KeyringRow
from closeknit.rooms.people.queries import held_code_of, place_of_held


@transaction.atomic
def set_recovery_code(*, user: User, keyring: Keyring, code: RecoveryCode) -> None:
    row = KeyringRow.objects.select_for_update().get(user=user)
    row.locked = with_recovery(keyring, row.locked, user=user.pk, code=code)
    row.save()


def hold_recovery_code(*, device: Device, umk: bytes, now: datetime) -> None:
    """Make a code and hold it on this device; the one that opened before still does."""
    device.held_at = now
    device.held_code = hold_code(new_recovery_code(), umk, place=place_of_held(device))
    device.save(update_fields=["held_code", "held_at"])


@transaction.atomic
def confirm_recovery_code(*, device: Device, keyring: Keyring, typed: str, now: datetime) -> bool:
    """Let the held code open from now on, once its last group was typed back."""
    row = Device.objects.select_for_update().filter(pk=device.pk).first()
    if row is None:
        return False
    code = held_code_of(device=row, umk=keyring.umk, now=now)
    if code is None or plain_code(typed) != plain_code(code.last_group):
        return False
    set_recovery_code(user=device.user, keyring=keyring, code=code)
    row.held_code = row.held_at = None
    row.save(update_fields=["held_code", "held_at"])
    return True
