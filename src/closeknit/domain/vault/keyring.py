"""A person's own keys: one master key, wrapped by password and by recovery code.

The master key opens the keyring and nothing else; item keys are wrapped under the own key of the
current epoch, which the keyring holds beside those before. So a new password writes this one row.
"""

from dataclasses import replace
from uuid import UUID

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from closeknit.domain.vault.cipher import Kind, Place, VaultError, decrypt, encrypt, new_key
from closeknit.domain.vault.keyring_content import Keyring, LockedKeyring, from_bytes, to_bytes
from closeknit.domain.vault.stretch import wrapping_key
from closeknit.domain.vault.words import RecoveryCode


def create(
    *, user: UUID, password_root: bytes, salt: bytes, pepper: bytes, recovery: RecoveryCode | None
) -> tuple[Keyring, LockedKeyring]:
    keyring = Keyring(
        umk=new_key(),
        box_secret=bytes(PrivateKey.generate()),
        sign_secret=bytes(SigningKey.generate()),
        own_keys={1: new_key()},
    )
    key = wrapping_key(password_root, pepper=pepper)
    return keyring, _locked(
        keyring, user=user, generation=1, salt=salt, password_key=key, recovery=recovery
    )


def renew(  # noqa: PLR0913 - a new generation replaces every part of the row at once
    keyring: Keyring,
    *,
    user: UUID,
    generation: int,
    password_root: bytes,
    salt: bytes,
    pepper: bytes,
    recovery: RecoveryCode | None,
) -> tuple[Keyring, LockedKeyring]:
    """Return the same key pairs, pins and invitations under a new master key and a new own key.

    `generation` is the new number. What was written before stays under its older own key: whoever
    had the old password and a copy of the old keyring could read that anyway, and nothing since.
    """
    renewed = replace(keyring.with_new_own_key(), umk=new_key())
    key = wrapping_key(password_root, pepper=pepper)
    return renewed, _locked(
        renewed, user=user, generation=generation, salt=salt, password_key=key, recovery=recovery
    )


def unlock_with_password(
    locked: LockedKeyring, *, user: UUID, root: bytes, pepper: bytes
) -> Keyring:
    place = _place(user, locked.generation, "by_password")
    key = wrapping_key(root, pepper=pepper)
    umk = decrypt(key, locked.by_password, place=place, kind=Kind.PASSWORD_WRAP)
    return unlock_with_umk(locked, user=user, umk=umk)


def unlock_with_recovery(locked: LockedKeyring, *, user: UUID, code: RecoveryCode) -> Keyring:
    place = _place(user, locked.generation, "by_recovery")
    umk = decrypt(code.key(), locked.by_recovery, place=place, kind=Kind.RECOVERY_WRAP)
    return unlock_with_umk(locked, user=user, umk=umk)


def unlock_with_umk(locked: LockedKeyring, *, user: UUID, umk: bytes) -> Keyring:
    """Open the keyring and refuse it when the stored public keys are not its own."""
    place = _place(user, locked.generation, "sealed")
    keyring = from_bytes(decrypt(umk, locked.sealed, place=place, kind=Kind.KEYRING), umk=umk)
    if keyring.public != locked.public:
        raise VaultError
    return keyring


def reseal(keyring: Keyring, locked: LockedKeyring, *, user: UUID) -> LockedKeyring:
    """Store changed pins, invitations or keys; refuses a row this master key does not open."""
    unlock_with_umk(locked, user=user, umk=keyring.umk)
    return replace(locked, sealed=_sealed(keyring, user=user, generation=locked.generation))


def with_recovery(
    keyring: Keyring, locked: LockedKeyring, *, user: UUID, code: RecoveryCode
) -> LockedKeyring:
    """Set or replace the recovery code; refuses a row that this master key does not open."""
    unlock_with_umk(locked, user=user, umk=keyring.umk)
    wrap = _by_recovery(keyring.umk, code, user=user, generation=locked.generation)
    return replace(locked, by_recovery=wrap)


def _locked(  # noqa: PLR0913 - one argument per column of the row
    keyring: Keyring,
    *,
    user: UUID,
    generation: int,
    salt: bytes,
    password_key: bytes,
    recovery: RecoveryCode | None,
) -> LockedKeyring:
    place = _place(user, generation, "by_password")
    return LockedKeyring(
        generation=generation,
        salt=salt,
        by_password=encrypt(password_key, keyring.umk, place=place, kind=Kind.PASSWORD_WRAP),
        by_recovery=_by_recovery(keyring.umk, recovery, user=user, generation=generation),
        sealed=_sealed(keyring, user=user, generation=generation),
        public=keyring.public,
    )


def _by_recovery(umk: bytes, code: RecoveryCode | None, *, user: UUID, generation: int) -> bytes:
    if code is None:
        return b""
    place = _place(user, generation, "by_recovery")
    return encrypt(code.key(), umk, place=place, kind=Kind.RECOVERY_WRAP)


def _sealed(keyring: Keyring, *, user: UUID, generation: int) -> bytes:
    place = _place(user, generation, "sealed")
    return encrypt(keyring.umk, to_bytes(keyring), place=place, kind=Kind.KEYRING)


def _place(user: UUID, generation: int, part: str) -> Place:
    return Place(table="keyring", row=user, field=part, owner=user, couple=None, epoch=generation)
