"""What one person holds once their vault is open, and what the database keeps of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from closeknit.domain.vault.cipher import VaultError, key_id, key_id_of, new_key


@dataclass(frozen=True)
class PublicKeys:
    """X25519 to receive and Ed25519 to check signatures, 32 bytes each."""

    box: bytes
    sign: bytes


Authorship = tuple[UUID, UUID | None]
"""An author, and the space they wrote in; None for rows of no space."""


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
    resealed: frozenset[Authorship] = frozenset()

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

    def with_resealed(self, *written: Authorship) -> "Keyring":
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


def to_bytes(keyring: Keyring) -> bytes:
    """Return what a keyring's seal holds; the master key that opens it is not in it."""
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


def from_bytes(written: bytes, *, umk: bytes) -> Keyring:
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
