"""Ed25519 signatures over framed parts, each use in its own context."""

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from closeknit.domain.vault.cipher import VaultError, framed

SIGNATURE_BYTES = 64


def sign(seed: bytes, context: bytes, *parts: bytes) -> bytes:
    return SigningKey(seed).sign(framed(context, *parts)).signature


def check_signature(public: bytes, signature: bytes, context: bytes, *parts: bytes) -> None:
    try:
        VerifyKey(public).verify(framed(context, *parts), signature)
    except CryptoError:
        raise VaultError from None
