"""The one sealed format: header, nonce, ciphertext; bound to its place, padded, one error.

Version 2 pads words and not keys, and items say inside what they belong to (see `items`). Version 1
padded both and is only read: its rows are sealed again by their authors, a few at a time.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as a_field
from enum import IntEnum
from hashlib import blake2b
from uuid import UUID

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    sodium_pad,
    sodium_unpad,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

KEY_BYTES = 32
MAGIC = b"KNIT"
FIRST_VERSION = 1
VERSION = 2
SUITE = 1  # XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), keyed BLAKE2b (RFC 7693)
PAD_STEP = 256  # bytes

_KEY_ID_BYTES = 16
_NONCE_BYTES = 24
_TAG_BYTES = 16
_HEADER_BYTES = len(MAGIC) + 3 + _KEY_ID_BYTES
_VERSION_AT = len(MAGIC)
_LENGTH = struct.Struct(">I")


class VaultError(Exception):
    """The one error for every failure to open; it never says which part was wrong."""

    def __init__(self) -> None:
        super().__init__("This could not be opened.")


class Kind(IntEnum):
    """What a sealed artefact is; numbers are stored, so they are never reused."""

    PRIVATE_ITEM = 1
    SIGNED_ITEM = 2
    PRIVATE_WRAP = 3  # item key of a private item, for its owner
    AUTHOR_WRAP = 4  # item key of a signed item, for its author
    COUPLE_WRAP = 5
    ESCROW = 6
    PASSWORD_WRAP = 7
    RECOVERY_WRAP = 8
    KEYRING = 9
    COUPLE_BOX = 10
    INVITATION = 11
    SESSION = 12
    HOST_VALUE = 13
    HELD_CODE = 20  # 14 to 19 are left for rows and keys
    EXPORT_KEY = 21
    EXPORT_PART = 22


HOLDS_A_KEY = frozenset(
    {
        Kind.PRIVATE_WRAP,
        Kind.AUTHOR_WRAP,
        Kind.COUPLE_WRAP,
        Kind.ESCROW,
        Kind.PASSWORD_WRAP,
        Kind.RECOVERY_WRAP,
        Kind.SESSION,
        Kind.EXPORT_KEY,
    }
)
"""What always has the same length, so that padding would hide nothing."""


@dataclass(frozen=True)
class Place:
    """Where a sealed value lives; it opens nowhere else.

    `belongs_to` is what an item's words answer or stand under (a question, a day, a row), as their
    row tells it; it is signed with them. `pad_step` in bytes is how coarsely their length shows;
    once rows are written neither its keys nor this number may change.
    """

    table: str
    row: UUID
    field: str
    owner: UUID
    couple: UUID | None
    epoch: int
    belongs_to: Mapping[str, str] = a_field(default_factory=dict)
    pad_step: int = PAD_STEP

    def parts(self) -> Iterator[bytes]:
        yield self.table.encode()
        yield self.row.bytes
        yield self.field.encode()
        yield self.owner.bytes
        yield self.couple.bytes if self.couple else b""
        yield self.epoch.to_bytes(8, "big")


def new_key() -> bytes:
    return random(KEY_BYTES)


def framed(*parts: bytes) -> bytes:
    """Each part behind its four-byte length, so that no two lists of parts read the same."""
    return b"".join([_LENGTH.pack(len(part)) + part for part in parts])


def derive(key: bytes, context: str, *, size: int = KEY_BYTES) -> bytes:
    """Return an independent key of `size` bytes; `context` is at most 13 ASCII characters."""
    return blake2b(key=key, person=b"ck " + context.encode("ascii"), digest_size=size).digest()


def header(kind: Kind, key: bytes, *, version: int | None = None) -> bytes:
    """Magic, version, suite, kind and the key's 16-byte id, which also commits to that key.

    Without `version` it is the present one.
    """
    return MAGIC + bytes((version or VERSION, SUITE, kind)) + key_id(key)


def key_id(key: bytes) -> bytes:
    return derive(key, "key id", size=_KEY_ID_BYTES)


def header_of(sealed: bytes, *, kind: Kind, key: bytes) -> bytes:
    """Return the header with which something sealed begins.

    Raises VaultError unless it names this kind, this key, and a version that is still read.
    """
    version = version_of(sealed)
    head = header(kind, key, version=version)
    if not FIRST_VERSION <= version <= VERSION or not sealed.startswith(head):
        raise VaultError
    return head


def encrypt(key: bytes, plaintext: bytes, *, place: Place, kind: Kind) -> bytes:
    head = header(kind, key)
    nonce = random(_NONCE_BYTES)
    filled = plaintext if kind in HOLDS_A_KEY else sodium_pad(plaintext, place.pad_step)
    body = crypto_aead_xchacha20poly1305_ietf_encrypt(
        filled, framed(head, *place.parts()), nonce, key
    )
    return head + nonce + body


def decrypt(key: bytes, sealed: bytes, *, place: Place, kind: Kind) -> bytes:
    if len(key) != KEY_BYTES or len(sealed) < _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES:
        raise VaultError
    head = header_of(sealed, kind=kind, key=key)
    body_at = _HEADER_BYTES + _NONCE_BYTES
    nonce, body = sealed[_HEADER_BYTES:body_at], sealed[body_at:]
    try:
        filled = crypto_aead_xchacha20poly1305_ietf_decrypt(
            body, framed(head, *place.parts()), nonce, key
        )
    except CryptoError:
        raise VaultError from None
    if version_of(sealed) == FIRST_VERSION:
        return unpadded(filled)
    return filled if kind in HOLDS_A_KEY else unpadded(filled, step=place.pad_step)


def version_of(sealed: bytes) -> int:
    """Read the version a header claims; only opening proves it."""
    return sealed[_VERSION_AT] if len(sealed) > _VERSION_AT else 0


def key_id_of(sealed: bytes) -> bytes:
    """Read the id of the key a header claims; only opening proves it."""
    return sealed[_HEADER_BYTES - _KEY_ID_BYTES : _HEADER_BYTES]


def kind_of(sealed: bytes) -> Kind:
    """Read the kind a header claims; only opening proves it."""
    try:
        return Kind(sealed[_VERSION_AT + 2])
    except (IndexError, ValueError):
        raise VaultError from None


def unpadded(padded: bytes, *, step: int = PAD_STEP) -> bytes:
    try:
        return sodium_unpad(padded, step)
    except CryptoError:
        raise VaultError from None
