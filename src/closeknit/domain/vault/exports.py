"""An export while it waits to be fetched: parts under their own key, that under the master key.

Whoever holds the rows holds nothing; whoever holds them and the open device has the file.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from closeknit.domain.vault.cipher import Kind, Place, decrypt, encrypt, new_key

PART_BYTES = 512 * 1024


def seal_export_key(umk: bytes, *, export: UUID, user: UUID) -> bytes:
    """Draw the key of one export and return it sealed for its person."""
    return encrypt(umk, new_key(), place=_place(export, user, "key"), kind=Kind.EXPORT_KEY)


def open_export_key(sealed: bytes, umk: bytes, *, export: UUID, user: UUID) -> bytes:
    return decrypt(umk, sealed, place=_place(export, user, "key"), kind=Kind.EXPORT_KEY)


def seal_export(packed: bytes, key: bytes, *, export: UUID, user: UUID) -> Iterator[bytes]:
    """Seal a file part by part; each part knows its number and how many there are."""
    count = -(-len(packed) // PART_BYTES)
    for number in range(count):
        part = packed[number * PART_BYTES : (number + 1) * PART_BYTES]
        place = _place(export, user, f"part {number} of {count}")
        yield encrypt(key, part, place=place, kind=Kind.EXPORT_PART)


def open_export(parts: Iterable[bytes], key: bytes, *, export: UUID, user: UUID) -> bytes:
    """Return the file; raises VaultError when a part is damaged, missing or out of its place."""
    sealed = list(parts)
    return b"".join(
        decrypt(
            key,
            part,
            place=_place(export, user, f"part {number} of {len(sealed)}"),
            kind=Kind.EXPORT_PART,
        )
        for number, part in enumerate(sealed)
    )


def _place(export: UUID, user: UUID, field: str) -> Place:
    return Place(table="export", row=export, field=field, owner=user, couple=None, epoch=0)
