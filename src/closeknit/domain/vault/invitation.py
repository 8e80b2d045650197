"""How the couple's keys reach the second person while the first one sleeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from uuid import UUID

from closeknit.domain.vault.cipher import (
    KEY_BYTES,
    Kind,
    Place,
    VaultError,
    decrypt,
    derive,
    encrypt,
    framed,
)
from closeknit.domain.vault.keyring_content import PublicKeys
from closeknit.domain.vault.stretch import SALT_BYTES, new_salt, stretch
from closeknit.domain.vault.words import Invite, parse_invitation

_EPOCH_BYTES = 8
_ENTRY_BYTES = _EPOCH_BYTES + KEY_BYTES


@dataclass(frozen=True)
class InvitationLock:
    """What the server stores; `lookup` hashes the short code alone, the six words stay unknown."""

    salt: bytes
    lookup: bytes
    sealed: bytes


@dataclass(frozen=True, repr=False)
class OpenInvitation:
    """The couple keys by epoch, whom to pin, and the key that proves the answer."""

    keys: Mapping[int, bytes]
    inviter_keys: PublicKeys
    mac_key: bytes


def invitation_lookup(code: str) -> bytes:
    """Return the 32 bytes under which an invitation with this short code is stored."""
    return blake2b(code.encode(), person=b"ck invite code", digest_size=KEY_BYTES).digest()


def lock_invitation(  # noqa: PLR0913 - everything the second person is handed
    secret: str,
    *,
    invitation: UUID,
    couple: UUID,
    keys: Mapping[int, bytes],
    inviter: UUID,
    inviter_keys: PublicKeys,
) -> InvitationLock:
    """Seal the couple keys under the spoken secret; raises ValueError when it is malformed."""
    invite = parse_invitation(secret)
    salt = new_salt()
    handed = inviter_keys.box + inviter_keys.sign
    for epoch, key in sorted(keys.items()):
        handed += epoch.to_bytes(_EPOCH_BYTES, "big") + key
    sealed = encrypt(
        derive(_root(invite, salt), "invite wrap"),
        handed,
        place=_place(invitation, couple, inviter),
        kind=Kind.INVITATION,
    )
    return InvitationLock(salt=salt, lookup=invitation_lookup(invite.code), sealed=sealed)


def open_invitation(
    secret: str, lock: InvitationLock, *, invitation: UUID, couple: UUID, inviter: UUID
) -> OpenInvitation:
    root = _root(_parsed(secret), lock.salt)
    place = _place(invitation, couple, inviter)
    handed = decrypt(derive(root, "invite wrap"), lock.sealed, place=place, kind=Kind.INVITATION)
    public, entries = handed[: 2 * KEY_BYTES], handed[2 * KEY_BYTES :]
    if len(public) != 2 * KEY_BYTES or len(entries) % _ENTRY_BYTES:
        raise VaultError
    keys = {
        int.from_bytes(entries[at : at + _EPOCH_BYTES], "big"): entries[
            at + _EPOCH_BYTES : at + _ENTRY_BYTES
        ]
        for at in range(0, len(entries), _ENTRY_BYTES)
    }
    return OpenInvitation(
        keys=keys,
        inviter_keys=PublicKeys(box=public[:KEY_BYTES], sign=public[KEY_BYTES:]),
        mac_key=derive(root, "invite answer"),
    )


def answer_mac(mac_key: bytes, *, invitation: UUID, user: UUID, keys: PublicKeys) -> bytes:
    """Return 32 bytes that prove these public keys come from someone who knew the secret."""
    answer = framed(invitation.bytes, user.bytes, keys.box, keys.sign)
    return blake2b(answer, key=mac_key, person=b"ck answer", digest_size=KEY_BYTES).digest()


def check_answer(  # noqa: PLR0913 - mirrors answer_mac
    secret: str,
    lock: InvitationLock,
    *,
    invitation: UUID,
    user: UUID,
    keys: PublicKeys,
    mac: bytes,
) -> None:
    """Refuse an answer whose keys were not sent by someone who knew the secret."""
    mac_key = derive(_root(_parsed(secret), lock.salt), "invite answer")
    if not compare_digest(answer_mac(mac_key, invitation=invitation, user=user, keys=keys), mac):
        raise VaultError


def _root(invite: Invite, salt: bytes) -> bytes:
    if len(salt) != SALT_BYTES:
        raise VaultError
    return stretch(invite.text, salt=salt)


def _parsed(secret: str) -> Invite:
    try:
        return parse_invitation(secret)
    except ValueError:
        raise VaultError from None


def _place(invitation: UUID, couple: UUID, inviter: UUID) -> Place:
    return Place(
        table="invitation", row=invitation, field="sealed", owner=inviter, couple=couple, epoch=0
    )
