"""Words written without a network: a device seals them for one person, whose session opens them.

The browser has WebCrypto and no libsodium, so this one format is ECIES with P-256, HKDF-SHA-256 and
AES-256-GCM (SEC 1, RFC 5869, NIST SP 800-38D). Sealing happens on the device alone.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from closeknit.domain.vault.cipher import KEY_BYTES, VaultError, derive, framed, unpadded
from closeknit.domain.vault.keyring_content import Keyring

HEAD = b"KNOF\x01"  # magic and version; another version is refused
CONTEXT = b"closeknit offline"

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SCALAR_BYTES = 40  # 64 bits more than the order: the bias of the remainder is past counting
_POINT_BYTES = 65
_NONCE_BYTES = 12
_TAG_BYTES = 16
_NONCE_AT = len(HEAD) + _POINT_BYTES
_BODY_AT = _NONCE_AT + _NONCE_BYTES


def offline_public_key(keyring: Keyring) -> bytes:
    """Return the uncompressed P-256 point that a person's devices seal for, 65 bytes."""
    return _encoded(_private_key(keyring).public_key())


def open_offline(sealed: bytes, *, keyring: Keyring, person: UUID, kind: str, entry: UUID) -> bytes:
    """Open what a device sealed for `person` as the entry `entry` of this kind.

    Raises VaultError for everything that is not exactly that.
    """
    if not sealed.startswith(HEAD) or len(sealed) < _BODY_AT + _TAG_BYTES:
        raise VaultError
    point, nonce = sealed[len(HEAD) : _NONCE_AT], sealed[_NONCE_AT:_BODY_AT]
    private = _private_key(keyring)
    place = framed(HEAD, person.bytes, kind.encode(), entry.bytes)
    try:
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        key = _message_key(private.exchange(ec.ECDH(), ephemeral), point, private)
        padded = AESGCM(key).decrypt(nonce, sealed[_BODY_AT:], place)
    except (ValueError, InvalidTag):
        raise VaultError from None
    return unpadded(padded)


def _private_key(keyring: Keyring) -> ec.EllipticCurvePrivateKey:
    """Derive the key from the X25519 secret, which outlives every change of the password."""
    drawn = int.from_bytes(derive(keyring.box_secret, "offline", size=_SCALAR_BYTES), "big")
    return ec.derive_private_key(drawn % (_ORDER - 1) + 1, _CURVE)


def _message_key(shared: bytes, point: bytes, private: ec.EllipticCurvePrivateKey) -> bytes:
    info = framed(CONTEXT, point, _encoded(private.public_key()))
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(shared)


def _encoded(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
