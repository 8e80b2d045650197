"""One row's words, sealed under a fresh item key that is wrapped for its readers.

What the words belong to stands inside, beside them, and is compared when they open: whoever writes
the database can turn a foreign key or a date, but not put honest words under another question.
Version 1 did not have it, so its rows are believed wherever they stand until they are sealed again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from closeknit.domain.vault.cipher import (
    FIRST_VERSION,
    Kind,
    Place,
    VaultError,
    decrypt,
    encrypt,
    header_of,
    kind_of,
    new_key,
    version_of,
)
from closeknit.domain.vault.keyring_content import Keyring, PublicKeys
from closeknit.domain.vault.signing import SIGNATURE_BYTES, check_signature, sign

_FIRST_CONTEXT = b"closeknit item"
_CONTEXT = b"closeknit item 2"
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
    words: Mapping[str, str],
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
    plaintext = _encoded({"words": dict(words), "belongs_to": dict(place.belongs_to)})
    if kind is Kind.SIGNED_ITEM:
        plaintext = sign(author.sign_secret, _CONTEXT, *place.parts(), plaintext) + plaintext
    for_couple = escrow = None
    if readers is Readers.BOTH:
        for_couple = _wrap_for_couple(item_key, couple_key, place=place)
    if readers is Readers.ESCROW:
        if escrow_key is None:
            raise ValueError("An escrowed item needs the host's escrow key.")
        inner = _wrap_for_couple(item_key, couple_key, place=place)
        escrow = encrypt(escrow_key, inner, place=place, kind=Kind.ESCROW)
    return Sealed(
        sealed=encrypt(item_key, plaintext, place=place, kind=kind),
        for_owner=encrypt(author.own_key, item_key, place=place, kind=_WRAP_OF[kind]),
        for_couple=for_couple,
        escrow=escrow,
    )


def release(escrow: bytes, *, place: Place, escrow_key: bytes) -> bytes:
    """Return the wrap for the couple; the caller has made sure that both have answered."""
    return decrypt(escrow_key, escrow, place=place, kind=Kind.ESCROW)


def is_escrow_of(escrow: bytes, *, escrow_key: bytes) -> bool:
    """Whether this host key sealed an envelope; tells a host that lost its secrets from damage."""
    try:
        header_of(escrow, kind=Kind.ESCROW, key=escrow_key)
    except VaultError:
        return False
    return True


def share(for_owner: bytes, *, keyring: Keyring, place: Place, couple_key: bytes) -> bytes:
    """Hand a signed item over: its author wraps the item key for the couple.

    A private (SELF) item was never signed, so it is refused here: seal it again for both instead.
    """
    key = keyring.key_of(for_owner)
    item_key = decrypt(key, for_owner, place=place, kind=Kind.AUTHOR_WRAP)
    return _wrap_for_couple(item_key, couple_key, place=place)


def open_own(sealed: bytes, for_owner: bytes, *, keyring: Keyring, place: Place) -> dict[str, str]:
    """Open as the author; a signed item must bear the author's own signature."""
    kind = kind_of(sealed)
    if kind not in _WRAP_OF:
        raise VaultError
    key = keyring.key_of(for_owner)
    item_key = decrypt(key, for_owner, place=place, kind=_WRAP_OF[kind])
    author = keyring.public.sign if kind is Kind.SIGNED_ITEM else None
    return _opened(sealed, item_key, author=author, place=place)


def open_shared(
    sealed: bytes, for_couple: bytes, *, couple_key: bytes, author: PublicKeys, place: Place
) -> dict[str, str]:
    """Open as the partner; `author` is the pinned key, and unsigned words are refused."""
    item_key = decrypt(couple_key, for_couple, place=place, kind=Kind.COUPLE_WRAP)
    return _opened(sealed, item_key, author=author.sign, place=place)


def is_signed(sealed: bytes) -> bool:
    """Whether a row is one that a partner may ever read, by what its header claims."""
    return kind_of(sealed) is Kind.SIGNED_ITEM


def is_open_to_both(
    for_owner: bytes, for_couple: bytes, *, keyring: Keyring, couple_key: bytes, place: Place
) -> bool:
    """Whether a couple's wrap really holds the item key of an own row, whatever columns say."""
    kind = Kind.AUTHOR_WRAP
    try:
        own = decrypt(keyring.key_of(for_owner), for_owner, place=place, kind=kind)
        return own == decrypt(couple_key, for_couple, place=place, kind=Kind.COUPLE_WRAP)
    except VaultError:
        return False


def is_of_first_version(sealed: bytes) -> bool:
    """Whether a row does not say inside what it belongs to, by what its header claims."""
    return version_of(sealed) == FIRST_VERSION


def _wrap_for_couple(item_key: bytes, couple_key: bytes | None, *, place: Place) -> bytes:
    if couple_key is None or place.couple is None:
        raise ValueError("A shared item needs its couple and the couple key.")
    return encrypt(couple_key, item_key, place=place, kind=Kind.COUPLE_WRAP)


def _opened(
    sealed: bytes, item_key: bytes, *, author: bytes | None, place: Place
) -> dict[str, str]:
    """Open an item; with `author`, the key to check by, it must be signed."""
    kind = Kind.PRIVATE_ITEM if author is None else Kind.SIGNED_ITEM
    plaintext = decrypt(item_key, sealed, place=place, kind=kind)
    is_first = is_of_first_version(sealed)
    if author is not None:
        signature, plaintext = plaintext[:SIGNATURE_BYTES], plaintext[SIGNATURE_BYTES:]
        context = _FIRST_CONTEXT if is_first else _CONTEXT
        check_signature(author, signature, context, *place.parts(), plaintext)
    payload = _read(plaintext)
    if is_first:
        return _texts(payload)
    _check_belonging(_texts(payload.get("belongs_to")), place)
    return _texts(payload.get("words"))


def _check_belonging(signed: Mapping[str, str], place: Place) -> None:
    """Refuse words that stand under something else than what they were written to.

    What a row can no longer tell, such as a question that was erased, is not asked for.
    """
    if any(signed.get(key) != value for key, value in place.belongs_to.items()):
        raise VaultError


def _encoded(payload: Mapping[str, object]) -> bytes:
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _read(plaintext: bytes) -> dict[str, object]:
    """Read a payload; a partner can sign anything, so its shape is checked."""
    try:
        payload = json.loads(plaintext.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise VaultError from None
    if not isinstance(payload, dict):
        raise VaultError
    return payload


def _texts(part: object) -> dict[str, str]:
    if not isinstance(part, dict) or not all(isinstance(each, str) for each in part.values()):
        raise VaultError
    return part
