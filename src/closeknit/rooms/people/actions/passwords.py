"""Every path that sets a password, and the recovery code.

Each writes a person's keyring and verifier in one transaction, so that whoever is killed in the
middle comes in by the old password or by the new one. Argon2 runs before that transaction begins.
"""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from closeknit.domain.vault import (
    FIRST_VERSION,
    Keyring,
    RecoveryCode,
    VaultError,
    new_recovery_code,
    new_salt,
    renew,
    stretch,
    unlock_with_recovery,
    unlock_with_umk,
)
from closeknit.rooms.people import hashers
from closeknit.rooms.people.actions.devices import access_changed, end_devices
from closeknit.rooms.people.actions.known_devices import forget_known_devices
from closeknit.rooms.people.actions.rows import delete_in_batches
from closeknit.rooms.people.models import Device, OldKeyring, User
from closeknit.rooms.people.models import Keyring as KeyringRow
from closeknit.rooms.people.queries import keyring_by_root, keys_of
from closeknit.rooms.people.rules import ARCHIVE_LASTS


@dataclass(frozen=True, repr=False)
class StretchedPassword:
    """A new password after its Argon2 run, with the salt of that run."""

    salt: bytes
    root: bytes


def stretch_new(password: str) -> StretchedPassword:
    """Run Argon2 over a new password; before a transaction, which it would keep open."""
    salt = new_salt()
    return StretchedPassword(salt=salt, root=stretch(password, salt=salt))


@transaction.atomic
def change_password(
    *, user: User, umk: bytes, password: StretchedPassword
) -> tuple[Keyring, RecoveryCode]:
    """Set a password, a new master key, a new own key and a new recovery code.

    Every other device ends. Not one sealed row is touched: their keys stand under the own keys that
    the keyring goes on holding.
    """
    row = KeyringRow.objects.select_for_update().get(user=user)
    old = unlock_with_umk(row.locked, user=user.pk, umk=umk)
    code = new_recovery_code()
    new, row.locked = renew(
        old,
        user=user.pk,
        generation=row.generation + 1,
        password_root=password.root,
        salt=password.salt,
        pepper=settings.HOST_SECRETS.pepper,
        recovery=code,
    )
    row.pepper_key_id = hashers.pepper_key_id()
    row.save()
    user.password = hashers.encode(user_id=user.pk, salt=password.salt, root=password.root)
    user.save(update_fields=["password"])
    user.keyring = row
    Device.objects.filter(user=user).delete()
    forget_known_devices(user=user)
    access_changed(user_id=user.pk)
    return new, code


@transaction.atomic
def reset_by_code(*, user: User, code: RecoveryCode, password: StretchedPassword) -> RecoveryCode:
    """Open the vault by the recovery code, set a new password, switch the second step off.

    Return the new code.

    Raises VaultError when the code opens nothing.
    """
    row = keys_of(user)
    if row is None:
        raise VaultError
    keyring = unlock_with_recovery(row.locked, user=user.pk, code=code)
    Authenticator.objects.filter(user=user).delete()
    return change_password(user=user, umk=keyring.umk, password=password)[1]


@transaction.atomic
def bring_keyring_back(*, user: User, code: RecoveryCode, today: date) -> None:
    """Bring back a keyring that the first release archived, and put the present one away.

    Raises VaultError when it opens none.
    """
    if keys_of(user) is None:
        raise VaultError
    for old in OldKeyring.objects.filter(user=user, ends_on__gte=today):
        try:
            unlock_with_recovery(old.locked, user=user.pk, code=code)
        except VaultError:
            continue
        archive_keyring(row=user.keyring, today=today)
        user.keyring.locked = old.locked
        user.keyring.rows_version = FIRST_VERSION  # what only this keyring opens is looked at again
        user.keyring.save()
        old.delete()
        return
    raise VaultError


def note_escrow_key(*, user: User) -> None:
    """Note that all this person left waiting stands under the escrow key that this host has."""
    KeyringRow.objects.filter(user=user).update(escrow_key_id=hashers.escrow_key_id())


def archive_keyring(*, row: KeyringRow, today: date) -> None:
    old = OldKeyring(
        user=row.user, pepper_key_id=bytes(row.pepper_key_id), ends_on=today + ARCHIVE_LASTS
    )
    old.locked = row.locked
    old.save()


def forget_old_keyrings(*, today: date) -> int:
    """Delete the keyrings whose time is over; what they opened can never be read again."""
    return delete_in_batches(OldKeyring.objects.filter(ends_on__lt=today))


@transaction.atomic
def reset_login(*, user: User, password: StretchedPassword) -> None:
    """Set only what signs in, as a mailed reset does; the vault stays shut and whole."""
    user.password = hashers.encode(user_id=user.pk, salt=password.salt, root=password.root)
    user.save(update_fields=["password"])
    end_devices(user=user)


def login_by(*, user: User, root: bytes) -> str | None:
    """Return what the login check stores for a password that opens the vault; None for others."""
    row = keys_of(user)
    if row is None or keyring_by_root(user=user, root=root) is None:
        return None
    is_signed_in_by = hashers.is_verifier_of(user.password, user_id=user.pk, root=root)
    salt = hashers.salt_of(user.password) if is_signed_in_by else None
    return hashers.encode(user_id=user.pk, salt=salt or bytes(row.salt), root=root)


def keep_login(*, user: User, login: str) -> None:
    """Let the password that opens the vault be the one that signs in, in today's format.

    So a reset by mail ends when its person comes back with the password they had.
    """
    if user.password != login:
        user.password = login
        user.save(update_fields=["password"])
