"""One row's words, sealed under a fresh item key that is wrapped for its readers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from closeknit.domain.vault.cipher import (
    Kind,
    Place,
    VaultError,
    decrypt,
    encrypt,
    header,
    kind_of,
    new_key,
)
from closeknit.domain.vault.keyring import Keyring, PublicKeys
from closeknit.domain.vault.signing import SIGNATURE_BYTES, check_signature, sign

_CONTEXT = b"closeknit item"
_WRAP_OF = {Kind.PRIVATE_ITEM: Kind.PRIVATE_WRAP, Kind.SIGNED_ITEM: Kind.AUTHOR_WRAP}


class Readers(Enum):
    """Who opens an item, now and later."""

    SELF = auto()  # the author, for good
    BOTH = auto()
    ESCROW = auto()  # the author; the partner once the host's key releases the wrap


@dataclass(frozen=True)
class Sealed:
    """The four columns of a sealed row."""

    sealed: bytes
    for_owner: bytes | None
    for_couple: bytes | None
    escrow: bytes | None


def seal(  # noqa: PLR0913 - the keys of each reader come apart on purpose
    payload: Mapping[str, str],
    *,
    readers: Readers,
    author: Keyring,
    place: Place,
    couple_key: bytes | None,
    escrow_key: bytes | None,
) -> Sealed:
    """Seal a row; everything a partner may ever read is signed by its author inside.

    Raises ValueError when the readers ask for a key that was not given.
    """
    item_key = new_key()
    kind = Kind.PRIVATE_ITEM if readers is Readers.SELF else Kind.SIGNED_ITEM
    written = _written(payload)
    if kind is Kind.SIGNED_ITEM:
        written = sign(author.sign_secret, _CONTEXT, *place.parts(), written) + written
    for_couple = escrow = None
    if readers is Readers.BOTH:
        for_couple = _wrap_for_couple(item_key, couple_key, place=place)
    if readers is Readers.ESCROW:
        if escrow_key is None:
            raise ValueError("An escrowed item needs the host's escrow key.")
        inner = _wrap_for_couple(item_key, couple_key, place=place)
        escrow = encrypt(escrow_key, inner, place=place, kind=Kind.ESCROW)
    return Sealed(
        sealed=encrypt(item_key, written, place=place, kind=kind),
        for_owner=encrypt(author.umk, item_key, place=place, kind=_WRAP_OF[kind]),
        for_couple=for_couple,
        escrow=escrow,
    )


def release(escrow: bytes, *, place: Place, escrow_key: bytes) -> bytes:
    """Return the wrap for the couple; the caller has made sure that both have answered."""
    return decrypt(escrow_key, escrow, place=place, kind=Kind.ESCROW)


def is_escrow_of(escrow: bytes, *, escrow_key: bytes) -> bool:
    """Whether this host key sealed an envelope; tells a host that lost its secrets from damage."""
    return escrow.startswith(header(Kind.ESCROW, escrow_key))


def share(for_owner: bytes, *, keyring: Keyring, place: Place, couple_key: bytes) -> bytes:
    """Hand a signed item over: its author wraps the item key for the couple.

    A private (SELF) item was never signed, so it is refused here: seal it anew for both instead.
    """
    item_key = decrypt(keyring.umk, for_owner, place=place, kind=Kind.AUTHOR_WRAP)
    return _wrap_for_couple(item_key, couple_key, place=place)


def open_own(sealed: bytes, for_owner: bytes, *, keyring: Keyring, place: Place) -> dict[str, str]:
    """Open as the author; a signed item must bear the author's own signature."""
    kind = kind_of(sealed)
    if kind not in _WRAP_OF:
        raise VaultError
    item_key = decrypt(keyring.umk, for_owner, place=place, kind=_WRAP_OF[kind])
    written = decrypt(item_key, sealed, place=place, kind=kind)
    if kind is Kind.PRIVATE_ITEM:
        return _read(written)
    return _signed_by(keyring.public.sign, written, place=place)


def open_shared(
    sealed: bytes, for_couple: bytes, *, couple_key: bytes, author: PublicKeys, place: Place
) -> dict[str, str]:
    """Open as the partner; `author` is the pinned key, and unsigned words are refused."""
    item_key = decrypt(couple_key, for_couple, place=place, kind=Kind.COUPLE_WRAP)
    written = decrypt(item_key, sealed, place=place, kind=Kind.SIGNED_ITEM)
    return _signed_by(author.sign, written, place=place)


def _wrap_for_couple(item_key: bytes, couple_key: bytes | None, *, place: Place) -> bytes:
    if couple_key is None or place.couple is None:
        raise ValueError("A shared item needs its couple and the couple key.")
    return encrypt(couple_key, item_key, place=place, kind=Kind.COUPLE_WRAP)


def _signed_by(public: bytes, signed: bytes, *, place: Place) -> dict[str, str]:
    signature, written = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
    check_signature(public, signature, _CONTEXT, *place.parts(), written)
    return _read(written)


def _written(payload: Mapping[str, str]) -> bytes:
    text = json.dumps(dict(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _read(written: bytes) -> dict[str, str]:
    """Read a payload; a partner can sign anything, so its shape is checked."""
    try:
        payload = json.loads(written.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise VaultError from None
    if not isinstance(payload, dict):
        raise VaultError
    if not all(isinstance(value, str) for value in payload.values()):
        raise VaultError
    return payload
