"""The cast and their keys; Argon2 is left out wherever it is not the subject."""

from collections.abc import Iterator
from uuid import UUID

from hypothesis import settings

from closeknit.domain.vault import Keyring, LockedKeyring, Place, RecoveryCode, create, stretch

ALICE = UUID("a11ce000-0000-4000-8000-000000000001")
BOB = UUID("b0b00000-0000-4000-8000-000000000002")
CHARLIE = UUID("c4a17e00-0000-4000-8000-000000000003")
DANA = UUID("da7a0000-0000-4000-8000-000000000004")
COUPLE = UUID("c0041e00-0000-4000-8000-000000000005")
ROW = UUID("0b0e0000-0000-4000-8000-000000000006")

PEPPER = b"p" * 32
ESCROW = b"e" * 32
SALT = b"s" * 16
COUPLE_KEY = b"k" * 32
ROOT_OF = {user: user.bytes * 2 for user in (ALICE, BOB, CHARLIE, DANA)}

SHIPPED_COST = dict(stretch.__kwdefaults__ or {})  # read before any suite lowers it

some = settings(max_examples=40, deadline=None)


def place_of(owner: UUID, *, row: UUID = ROW, epoch: int = 1) -> Place:
    return Place(table="answer", row=row, field="words", owner=owner, couple=COUPLE, epoch=epoch)


def person(user: UUID, *, recovery: RecoveryCode | None = None) -> tuple[Keyring, LockedKeyring]:
    return create(
        user=user, password_root=ROOT_OF[user], salt=SALT, pepper=PEPPER, recovery=recovery
    )


def bit_flips(sealed: bytes, *, step: int = 1) -> Iterator[bytes]:
    for bit in range(0, 8 * len(sealed), step):
        at = bit // 8
        yield sealed[:at] + bytes([sealed[at] ^ 1 << bit % 8]) + sealed[at + 1 :]
