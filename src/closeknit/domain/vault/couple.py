"""The couple's shared key, one per epoch, boxed for each member by a known signer."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from closeknit.domain.vault.cipher import (
    KEY_BYTES,
    Kind,
    Place,
    VaultError,
    header,
    header_of,
    new_key,
)
from closeknit.domain.vault.keyring_content import Keyring, PublicKeys
from closeknit.domain.vault.signing import SIGNATURE_BYTES, check_signature, sign

_CONTEXT = b"closeknit couple key"


@dataclass(frozen=True, repr=False)
class CoupleKeys:
    """The couple keys one reader holds, by epoch; `current` is the epoch new items use."""

    couple: UUID
    by_epoch: Mapping[int, bytes]
    current: int

    @property
    def is_whole(self) -> bool:
        """Whether no epoch's key is missing."""
        return self.by_epoch.keys() >= set(range(1, self.current + 1))


def new_couple_key() -> bytes:
    return new_key()


def box_for(  # noqa: PLR0913 - the signature binds who, whose, when and by whom
    reader: PublicKeys,
    *,
    key: bytes,
    couple: UUID,
    epoch: int,
    reader_id: UUID,
    signer: Keyring,
    signer_id: UUID,
) -> bytes:
    head = header(Kind.COUPLE_BOX, reader.box)
    place = _place(couple, epoch, reader_id, signer_id)
    signature = sign(signer.sign_secret, _CONTEXT, head, reader.box, *place.parts(), key)
    return head + SealedBox(PublicKey(reader.box)).encrypt(signature + key)


def open_box(  # noqa: PLR0913 - mirrors box_for
    box: bytes, *, keyring: Keyring, reader_id: UUID, couple: UUID, epoch: int, signer_id: UUID
) -> bytes:
    """Return the couple key; the signer is the reader in person or someone pinned.

    Epochs begin with 1: what is sealed for nobody else stands under 0, and gets no couple's key.
    """
    if epoch < 1:
        raise VaultError
    own = keyring.public
    signer = own if signer_id == reader_id else keyring.pins.get(signer_id)
    head = header_of(box, kind=Kind.COUPLE_BOX, key=own.box)
    if signer is None:
        raise VaultError
    try:
        signed = SealedBox(PrivateKey(keyring.box_secret)).decrypt(box[len(head) :])
    except CryptoError:
        raise VaultError from None
    signature, key = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
    if len(key) != KEY_BYTES:
        raise VaultError
    parts = _place(couple, epoch, reader_id, signer_id).parts()
    check_signature(signer.sign, signature, _CONTEXT, head, own.box, *parts, key)
    return key


def _place(couple: UUID, epoch: int, reader_id: UUID, signer_id: UUID) -> Place:
    return Place(
        table="couple key", row=reader_id, field="box", owner=signer_id, couple=couple, epoch=epoch
    )
