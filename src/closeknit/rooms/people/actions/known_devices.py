"""Devices an account knows: a random mark in a browser, of which only a hash is kept."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from closeknit.rooms.people.actions.rows import delete_in_batches
from closeknit.rooms.people.models import KnownDevice, User
from closeknit.rooms.people.queries import digest_of_mark
from closeknit.rooms.people.rules import KNOWN_DEVICES_AT_MOST, KNOWN_FOR


@transaction.atomic
def know_device(*, user: User, device: UUID | None, former: str, now: datetime) -> str:
    """Return a new mark for a browser that is only its person's, in place of its `former` one."""
    mark = secrets.token_urlsafe(24)
    known = KnownDevice.objects.filter(user=user)
    known.filter(digest=digest_of_mark(former, user=user)).delete()
    KnownDevice.objects.create(
        user=user,
        digest=digest_of_mark(mark, user=user),
        device=device,
        known_on=now.date(),
    )
    newest = known.order_by("-known_on", "-pk").values("pk")[:KNOWN_DEVICES_AT_MOST]
    known.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return mark


def forget_mark(*, user: User, mark: str) -> None:
    """Forget a browser that others use now."""
    digest = digest_of_mark(mark, user=user)
    KnownDevice.objects.filter(user=user, digest=digest).delete()


def forget_known_device(*, user: User, device: UUID) -> None:
    """Forget the mark that a device got when it signed in."""
    KnownDevice.objects.filter(user=user, device=device).delete()


def forget_known_devices(*, user: User) -> None:
    KnownDevice.objects.filter(user=user).delete()


def forget_old_marks(*, now: datetime) -> int:
    """Forget devices that nobody signed in on for longer than their cookie lasts."""
    return delete_in_batches(KnownDevice.objects.filter(known_on__lt=now.date() - KNOWN_FOR))
