"""A device without a network, as the worker's script seals: written a second time, in Python."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HEAD = b"KNOF\x01"


def framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def seal_on_device(  # noqa: PLR0913  what a sealed entry is bound to
    words: bytes, *, key: bytes, person: UUID, kind: str, entry: UUID, head: bytes = HEAD
) -> bytes:
    """Seal for the 65-byte point `key`; returns head, ephemeral point, nonce and ciphertext."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    shared = ephemeral.exchange(ec.ECDH(), receiver)
    info = framed(b"closeknit offline", point, key)
    message_key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(shared)
    nonce = secrets.token_bytes(12)
    padded = words + b"\x80" + bytes(-(len(words) + 1) % 256)
    place = framed(head, person.bytes, kind.encode(), entry.bytes)
    return head + point + nonce + AESGCM(message_key).encrypt(nonce, padded, place)


def payload(
    fields: Mapping[str, str],
    *,
    space: UUID,
    day: date | None = None,
    written: datetime | None = None,
) -> bytes:
    """Return what the worker puts under the seal."""
    content = {
        "space": str(space),
        "written": (written or datetime.now(UTC)).isoformat(),
        "day": day.isoformat() if day else "",
        "fields": dict(fields),
    }
    return json.dumps(content).encode()


def new_entry() -> UUID:
    return uuid4()
