"""Two keys out of one secret file: one seals the channels to people, one signs push messages."""

import base64
from dataclasses import dataclass
from hashlib import blake2b

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, FIPS 186-5


@dataclass(frozen=True, repr=False)
class ReminderKeys:
    """`secret` is 32 bytes of the host's own file."""

    secret: bytes

    @property
    def channels(self) -> bytes:
        """Return the 32-byte key that seals addresses and tokens."""
        return blake2b(self.secret, digest_size=32, person=b"channels").digest()

    @property
    def push(self) -> ec.EllipticCurvePrivateKey:
        """Return the VAPID key, RFC 8292; the modulus is off by less than 2^-128."""
        drawn = int.from_bytes(blake2b(self.secret, digest_size=64, person=b"push").digest())
        return ec.derive_private_key(drawn % (_ORDER - 1) + 1, ec.SECP256R1())

    @property
    def push_public(self) -> str:
        """Return what a browser subscribes with: the uncompressed point in base64url."""
        point = self.push.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
