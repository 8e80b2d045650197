"""From a password to keys: one Argon2id run, then independent BLAKE2b contexts."""

import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from threading import BoundedSemaphore

from nacl.pwhash import argon2id
from nacl.utils import random

from closeknit.domain.vault.cipher import KEY_BYTES, derive

OPS = 3
MEM = 64 * 1024 * 1024  # bytes
SALT_BYTES = argon2id.SALTBYTES

_at_once = BoundedSemaphore(2)  # bounds memory at 128 MiB however many people log in


@dataclass(frozen=True, repr=False)
class HostSecrets:
    """The host's own files, 32 bytes each; never in the database."""

    pepper: bytes
    escrow: bytes
    totp: bytes


def new_salt() -> bytes:
    return random(SALT_BYTES)


def stretch(password: str, *, salt: bytes, ops: int = OPS, mem: int = MEM) -> bytes:
    """Return the 32-byte root of an NFKC-normalised password; `salt` is 16 bytes, `mem` in bytes.

    Argon2id, RFC 9106. The same letters typed on two keyboards give the same root.
    """
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    with _at_once:
        return argon2id.kdf(KEY_BYTES, typed, salt, opslimit=ops, memlimit=mem)


def verifier(root: bytes, *, pepper: bytes) -> bytes:
    """Return what the login check stores; without the pepper a copied one tests no guess."""
    return derive(_peppered(root, pepper), "verify")


def wrapping_key(root: bytes, *, pepper: bytes) -> bytes:
    return derive(_peppered(root, pepper), "wrap")


def _peppered(root: bytes, pepper: bytes) -> bytes:
    return blake2b(root, key=pepper, person=b"ck pepper", digest_size=KEY_BYTES).digest()
