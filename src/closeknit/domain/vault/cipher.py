"""The one sealed format: header, nonce, ciphertext; bound to its place, padded, one error."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from uuid import UUID

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

KEY_BYTES = 32
MAGIC = b"KNIT"
VERSION = 1
SUITE = 1  # XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), keyed BLAKE2b (RFC 7693)
PAD_STEP = 256

_KEY_ID_BYTES = 16
_NONCE_BYTES = 24
_TAG_BYTES = 16
_HEADER_BYTES = len(MAGIC) + 3 + _KEY_ID_BYTES
_PAD_MARK = b"\x80"
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


@dataclass(frozen=True)
class Place:
    """Where a sealed value lives; it opens nowhere else."""

    table: str
    row: UUID
    field: str
    owner: UUID
    couple: UUID | None
    epoch: int

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


def header(kind: Kind, key: bytes) -> bytes:
    """Magic, version, suite, kind and the key's 16-byte id, which also commits to that key."""
    return MAGIC + bytes((VERSION, SUITE, kind)) + derive(key, "key id", size=_KEY_ID_BYTES)


def encrypt(key: bytes, plaintext: bytes, *, place: Place, kind: Kind) -> bytes:
    head = header(kind, key)
    nonce = random(_NONCE_BYTES)
    body = crypto_aead_xchacha20poly1305_ietf_encrypt(
        _padded(plaintext), framed(head, *place.parts()), nonce, key
    )
    return head + nonce + body


def decrypt(key: bytes, sealed: bytes, *, place: Place, kind: Kind) -> bytes:
    if len(key) != KEY_BYTES or len(sealed) < _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES:
        raise VaultError
    head = header(kind, key)
    if not sealed.startswith(head):
        raise VaultError
    body_at = _HEADER_BYTES + _NONCE_BYTES
    nonce, body = sealed[_HEADER_BYTES:body_at], sealed[body_at:]
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(
            body, framed(head, *place.parts()), nonce, key
        )
    except CryptoError:
        raise VaultError from None
    return unpadded(padded)


def kind_of(sealed: bytes) -> Kind:
    """Read the kind a header claims; only opening proves it."""
    try:
        return Kind(sealed[len(MAGIC) + 2])
    except (IndexError, ValueError):
        raise VaultError from None


def _padded(plaintext: bytes) -> bytes:
    filled = len(plaintext) + len(_PAD_MARK)
    return plaintext + _PAD_MARK + bytes(-filled % PAD_STEP)


def unpadded(padded: bytes) -> bytes:
    marked = padded.rstrip(b"\0")
    if not marked.endswith(_PAD_MARK):
        raise VaultError
    return marked[: -len(_PAD_MARK)]
