"""Values the host itself must read, such as TOTP seeds, sealed under a host key."""

from uuid import UUID

from closeknit.domain.vault.cipher import Kind, Place, decrypt, encrypt

_NOBODY = UUID(int=0)


def seal_host(value: bytes, *, key: bytes, context: str) -> bytes:
    """Seal under a host key; `context` names the place, such as the user and the purpose."""
    return encrypt(key, value, place=_place(context), kind=Kind.HOST_VALUE)


def open_host(sealed: bytes, *, key: bytes, context: str) -> bytes:
    return decrypt(key, sealed, place=_place(context), kind=Kind.HOST_VALUE)


def _place(context: str) -> Place:
    return Place(table="host", row=_NOBODY, field=context, owner=_NOBODY, couple=None, epoch=0)
