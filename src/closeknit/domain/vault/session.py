"""An open session: the master key in the row, under a key that only the cookie holds.

A recovery code that is not confirmed yet waits in the same row, under the master key.
"""

from uuid import UUID

from closeknit.domain.vault.cipher import Kind, Place, decrypt, encrypt, new_key
from closeknit.domain.vault.words import RecoveryCode


def seal_session(
    umk: bytes, *, session: UUID, user: UUID, generation: int, purpose: str
) -> tuple[bytes, bytes]:
    """Return the cookie's key and the blob for the row; `purpose` is "open" or "pending"."""
    cookie_key = new_key()
    place = _place(session, user, generation, purpose)
    return cookie_key, encrypt(cookie_key, umk, place=place, kind=Kind.SESSION)


def open_session(  # noqa: PLR0913 - the session is bound to each of these
    sealed: bytes, cookie_key: bytes, *, session: UUID, user: UUID, generation: int, purpose: str
) -> bytes:
    place = _place(session, user, generation, purpose)
    return decrypt(cookie_key, sealed, place=place, kind=Kind.SESSION)


def hold_code(code: RecoveryCode, umk: bytes, *, place: Place) -> bytes:
    """Seal a code that opens nothing yet."""
    return encrypt(umk, code.entropy, place=place, kind=Kind.HELD_CODE)


def open_held_code(held: bytes, umk: bytes, *, place: Place) -> RecoveryCode:
    return RecoveryCode(decrypt(umk, held, place=place, kind=Kind.HELD_CODE))


def _place(session: UUID, user: UUID, generation: int, purpose: str) -> Place:
    return Place(
        table="session", row=session, field=purpose, owner=user, couple=None, epoch=generation
    )
