"""A person's own keys: one master key, wrapped by password and by recovery code.

The master key opens the keyring and nothing else; item keys are wrapped under the own key of the
current epoch, which the keyring holds beside those before. So a new password writes this one row.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from closeknit.domain.vault.cipher import (
    Kind,
    Place,
    VaultError,
    decrypt,
    encrypt,
    key_id,
    key_id_of,
    new_key,
)
from closeknit.domain.vault.stretch import wrapping_key
from closeknit.domain.vault.words import RecoveryCode


@dataclass(frozen=True)
class PublicKeys:
    """X25519 to receive and Ed25519 to check signatures, 32 bytes each."""

    box: bytes
    sign: bytes


Written = tuple[UUID, UUID | None]  # what an author wrote in a space, or in none


@dataclass(frozen=True, repr=False)
class Keyring:
    """Everything one unlocked person holds.

    `own_keys` wrap item keys for their owner, by epoch; in the first version of the format the
    master key did, so a keyring that has no own key yet has that one, as epoch 0. `pins` are the
    partner's public keys as first met; `invitations` keeps the secrets of pending invitations, so
    that the inviter can read them out again and check the answer. `resealed` names authors and
    spaces (or None, for rows of no space) in which all that the author wrote was sealed anew: a
    row of the first version there is an old copy that was put back.
    """

    umk: bytes
    box_secret: bytes
    sign_secret: bytes
    own_keys: Mapping[int, bytes] = field(default_factory=dict)
    pins: Mapping[UUID, PublicKeys] = field(default_factory=dict)
    invitations: Mapping[UUID, str] = field(default_factory=dict)
    resealed: frozenset[Written] = frozenset()

    @cached_property
    def public(self) -> PublicKeys:
        return PublicKeys(
            box=bytes(PrivateKey(self.box_secret).public_key),
            sign=bytes(SigningKey(self.sign_secret).verify_key),
        )

    @property
    def own_key(self) -> bytes:
        """The key of the current epoch, under which whatever is written now is wrapped."""
        return self.own_keys[max(self.own_keys)] if self.own_keys else self.umk

    def key_of(self, wrap: bytes) -> bytes:
        """Return the own key that a wrap names; raises VaultError when it names another's."""
        key = self._keys_by_id.get(key_id_of(wrap))
        if key is None:
            raise VaultError
        return key

    @cached_property
    def _keys_by_id(self) -> Mapping[bytes, bytes]:
        return {key_id(key): key for key in (self.umk, *self.own_keys.values())}

    def with_new_own_key(self) -> "Keyring":
        """Begin an epoch; what was written before stays under its older key."""
        before = self.own_keys or {0: self.umk}
        return replace(self, own_keys={**before, max(before) + 1: new_key()})

    def with_pin(self, user: UUID, keys: PublicKeys) -> "Keyring":
        return replace(self, pins={**self.pins, user: keys})

    def with_resealed(self, *written: Written) -> "Keyring":
        return replace(self, resealed=self.resealed | set(written))

    def with_invitation(self, invitation: UUID, secret: str) -> "Keyring":
        return replace(self, invitations={**self.invitations, invitation: secret})

    def without_invitation(self, invitation: UUID) -> "Keyring":
        kept = {each: secret for each, secret in self.invitations.items() if each != invitation}
        return replace(self, invitations=kept)


@dataclass(frozen=True)
class LockedKeyring:
    """What the database stores; `by_recovery` is empty until a recovery code is set."""

    generation: int
    salt: bytes
    by_password: bytes
    by_recovery: bytes
    sealed: bytes
    public: PublicKeys


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
    keyring = _read(umk, decrypt(umk, locked.sealed, place=place, kind=Kind.KEYRING))
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
    return encrypt(keyring.umk, _written(keyring), place=place, kind=Kind.KEYRING)


def _place(user: UUID, generation: int, part: str) -> Place:
    return Place(table="keyring", row=user, field=part, owner=user, couple=None, epoch=generation)


def _written(keyring: Keyring) -> bytes:
    content = {
        "box": keyring.box_secret.hex(),
        "sign": keyring.sign_secret.hex(),
        "own": {str(epoch): key.hex() for epoch, key in keyring.own_keys.items()},
        "pins": {
            str(user): [keys.box.hex(), keys.sign.hex()] for user, keys in keyring.pins.items()
        },
        "invitations": {str(each): secret for each, secret in keyring.invitations.items()},
        "resealed": sorted([str(author), str(space or "")] for author, space in keyring.resealed),
    }
    return json.dumps(content, separators=(",", ":")).encode()


def _read(umk: bytes, written: bytes) -> Keyring:
    content = json.loads(written)
    return Keyring(
        umk=umk,
        box_secret=bytes.fromhex(content["box"]),
        sign_secret=bytes.fromhex(content["sign"]),
        own_keys={int(epoch): bytes.fromhex(key) for epoch, key in content.get("own", {}).items()},
        pins={
            UUID(user): PublicKeys(bytes.fromhex(box), bytes.fromhex(sign))
            for user, (box, sign) in content["pins"].items()
        },
        invitations={UUID(each): secret for each, secret in content["invitations"].items()},
        resealed=frozenset(
            (UUID(author), UUID(space) if space else None)
            for author, space in content.get("resealed", ())
        ),
    )
