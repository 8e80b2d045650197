"""Devices: sign in, unlock, lock, end. The vault's key never rests on the server."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from closeknit.domain.vault import Keyring, open_session, seal_session
from closeknit.live import revalidate
from closeknit.rooms.people.actions.known_devices import forget_old_marks
from closeknit.rooms.people.actions.rows import delete_in_batches
from closeknit.rooms.people.models import Device, User
from closeknit.rooms.people.rules import PENDING_LASTS, TOUCH_EVERY, DeviceKind, has_been_away

OPEN = "open"
PENDING = "pending"


@dataclass(frozen=True, repr=False)
class OpenedDevice:
    """A device and the 32-byte key that its vault cookie carries; no key, no open vault."""

    device: Device
    cookie_key: bytes | None


def open_device(  # noqa: PLR0913  each fact comes by its own name
    *,
    user: User,
    umk: bytes | None,
    label: str,
    kind: DeviceKind,
    now: datetime,
    last_sign_in: datetime | None = None,
) -> OpenedDevice:
    """Sign a browser in; with `umk` its vault is open too. `last_sign_in` is the one before."""
    latest = last_sign_in and last_sign_in + DeviceKind.OWN.lifetime.signed_in
    device = Device(
        id=uuid4(),
        user=user,
        label=label[:80],
        kind=kind,
        created_at=now,
        ends_at=now + kind.lifetime.signed_in,
        seen_at=kind.seen(now),
        unlocked_at=now,
        returned_at=_returned_at(user=user, at_latest=latest, now=now),
    )
    cookie_key = _sealed_into(device, umk=umk, user=user) if umk else None
    device.save(force_insert=True)
    return OpenedDevice(device=device, cookie_key=cookie_key)


def unlock_device(*, device: Device, umk: bytes, now: datetime) -> bytes:
    """Open the vault on a signed-in device; return the cookie's new key."""
    _note_return(device, now=now)
    device.unlocked_at, device.seen_at = now, device.device_kind.seen(now)
    cookie_key = _sealed_into(device, umk=umk, user=device.user)
    device.save(update_fields=["sealed", "generation", "unlocked_at", "seen_at", "returned_at"])
    return cookie_key


def lock_device(*, device: Device) -> None:
    Device.objects.filter(pk=device.pk).update(sealed=None)
    access_changed(user_id=device.user_id)


def touch_device(*, device: Device, now: datetime) -> None:
    """Note that a device is in use: once a day, or every five minutes where others use it too."""
    seen = device.device_kind.seen(now)
    if seen - device.seen_at >= TOUCH_EVERY:
        _note_return(device, now=now)
        device.seen_at = seen
        noted = {"seen_at": seen, "returned_at": device.returned_at}
        Device.objects.filter(pk=device.pk).update(**noted)


def settle_in(*, device: Device) -> None:
    """End a return: its person has done something since they came back."""
    if device.returned_at is not None:
        device.returned_at = None
        Device.objects.filter(pk=device.pk).update(returned_at=None)


def change_device_kind(*, device: Device, kind: DeviceKind, now: datetime) -> None:
    """Change how long a device stays open; it locks, since its seal names the old answer."""
    device.kind = kind
    device.sealed = None
    device.seen_at = kind.seen(now)
    device.ends_at = now + kind.lifetime.signed_in
    device.save(update_fields=["kind", "ends_at", "seen_at", "sealed"])
    access_changed(user_id=device.user_id)


def end_device(*, user: User, device_id: UUID) -> bool:
    """Sign a device out from afar; its next request is a stranger's."""
    count = Device.objects.filter(user=user, pk=device_id).delete()[0]
    access_changed(user_id=user.pk)
    return bool(count)


def end_devices(*, user: User) -> None:
    Device.objects.filter(user=user).delete()
    access_changed(user_id=user.pk)


def access_changed(*, user_id: UUID) -> None:
    """Have a person's open streams look again, once what changed is written."""
    transaction.on_commit(partial(revalidate, user_id))


def forget_ended_devices(*, now: datetime) -> int:
    forget_old_marks(now=now)
    return delete_in_batches(Device.objects.filter(ends_at__lte=now))


def hold_pending(*, user: User, keyring: Keyring, now: datetime) -> OpenedDevice:
    """Keep an unlocked vault for five minutes while the second factor is asked for."""
    device = Device(
        id=uuid4(),
        user=user,
        label=PENDING,
        kind=DeviceKind.SHARED,
        created_at=now,
        ends_at=now + PENDING_LASTS,
        seen_at=now,
        unlocked_at=now,
        generation=user.keyring.generation,
    )
    cookie_key, device.sealed = seal_session(
        keyring.umk,
        session=device.pk,
        user=user.pk,
        generation=device.generation,
        purpose=PENDING,
    )
    device.save(force_insert=True)
    return OpenedDevice(device=device, cookie_key=cookie_key)


def promote_pending(*, device: Device, cookie_key: bytes) -> bytes:
    """Return the master key a pending device held, and forget the device."""
    umk = open_session(
        bytes(device.sealed or b""),
        cookie_key,
        session=device.pk,
        user=device.user_id,
        generation=device.generation,
        purpose=PENDING,
    )
    device.delete()
    return umk


def purpose_of(device: Device) -> str:
    """Bind an open vault to when it was unlocked and for how long: altered rows open nothing."""
    return f"{OPEN} {device.kind} {device.unlocked_at.isoformat()}"


def _note_return(device: Device, *, now: datetime) -> None:
    if has_been_away(last_here=device.seen_at, now=now):
        device.returned_at = _returned_at(user=device.user, at_latest=device.seen_at, now=now)


def _returned_at(*, user: User, at_latest: datetime | None, now: datetime) -> datetime | None:
    """Return `now` when the person used no browser of theirs for a week, else None.

    `at_latest` bounds their last visit where no browser of theirs is left that tells it.
    """
    seen = Device.objects.filter(user=user).aggregate(last=Max("seen_at"))["last"]
    return now if has_been_away(last_here=seen or at_latest, now=now) else None


def _sealed_into(device: Device, *, umk: bytes, user: User) -> bytes:
    device.generation = user.keyring.generation
    cookie_key, device.sealed = seal_session(
        umk,
        session=device.pk,
        user=user.pk,
        generation=device.generation,
        purpose=purpose_of(device),
    )
    return cookie_key
