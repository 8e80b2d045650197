"""Devices: signed in, known as one's own, and what is held on them."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from closeknit.domain.vault import (
    Place,
    RecoveryCode,
    VaultError,
    open_held_code,
)
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.models import (
    Device,
    KnownDevice,
    User,
)
from closeknit.rooms.people.rules import HELD_CODE_LASTS, is_signed_in_at
from closeknit.rooms.people.viewer import Viewer

_DEVICE = CompiledQuery(
    Device.objects.select_related("user__keyring").filter(
        pk=Param("device"), ends_at__gt=Param("now"), user__is_active=True
    )
)


def device_of(*, device_id: UUID, now: datetime) -> Device | None:
    """Return a device that is still signed in, with its person and their keyring."""
    device = _DEVICE.first(device=device_id, now=now)
    if device is None or not is_signed_in_at(
        now, kind=device.device_kind, created_at=device.created_at, ends_at=device.ends_at
    ):
        return None
    return device


def digest_of_mark(mark: str, *, user: User) -> bytes:
    """Return what is kept of a known device's mark; it says nothing about another person's."""
    given = mark[:64].encode("utf-8", "surrogatepass")
    return blake2b(given, key=user.pk.bytes, person=b"ck known device", digest_size=32).digest()


def is_known_device(*, mark: str, user: User) -> bool:
    if not mark:
        return False
    digest = digest_of_mark(mark, user=user)
    return KnownDevice.objects.filter(user=user, digest=digest).exists()


def known_by_mark(*, mark: str, people: Sequence[User]) -> list[User]:
    """Return those of some people whose own device a mark tells; in one query, however many."""
    if not mark or not people:
        return []
    digests = [digest_of_mark(mark, user=user) for user in people]
    rows = KnownDevice.objects.filter(user__in=people, digest__in=digests)
    known = set(rows.values_list("user", flat=True))
    return [user for user in people if user.pk in known]


def place_of_held(device: Device) -> Place:
    """Bind a held code to its device and to when it was made: an altered row shows none."""
    return Place(
        table="session",
        row=device.pk,
        field=f"code held {device.held_at and device.held_at.isoformat()}",
        owner=device.user_id,
        couple=None,
        epoch=device.generation,
    )


def held_code_of(*, device: Device, umk: bytes, now: datetime) -> RecoveryCode | None:
    """Return the recovery code that waits on this device to be confirmed, for 15 minutes."""
    if device.held_code is None or device.held_at is None:
        return None
    if not device.held_at <= now < device.held_at + HELD_CODE_LASTS:
        return None
    try:
        return open_held_code(bytes(device.held_code), umk, place=place_of_held(device))
    except VaultError:
        return None


def devices_of(*, user: User, now: datetime) -> Sequence[Device]:
    return list(
        Device.objects.filter(user=user, ends_at__gt=now).order_by("-seen_at", "-created_at")
    )


def has_returned(*, device: Device | None, viewer: Viewer) -> bool:
    """Tell whether the viewer came back today after a week, and has done nothing since."""
    if device is None or device.returned_at is None:
        return False
    return viewer.couple.day_at(device.returned_at) == viewer.today
