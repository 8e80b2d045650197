"""An export from asking to fetching: one a person, made in a child, sealed until fetched."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from closeknit.domain.vault import (
    Keyring,
    open_export_key,
    seal_export,
    seal_export_key,
    unlock_with_umk,
)
from closeknit.rooms.archive.actions.export_line import stand_in_line
from closeknit.rooms.archive.actions.exporting import gather, pack
from closeknit.rooms.archive.queries import running_exports, standing_export
from closeknit.rooms.people.actions.exports import forget_exports
from closeknit.rooms.people.actions.rows import insert_once
from closeknit.rooms.people.models import Device, Export, ExportPart, User
from closeknit.rooms.people.queries import viewer_of
from closeknit.rooms.people.rules.exports import MOST_AT_ONCE, MOST_BYTES, RUNNING, ExportState


class TooManyExportsError(Exception):
    """The house has as many in hand as it may; a later one is welcome."""


@transaction.atomic
def begin_export(*, user: User, keyring: Keyring, device: Device, now: datetime) -> None:
    """Have a child make the file, unless one is being made already; an older file goes.

    Raises TooManyExportsError.
    """
    forget_exports(now=now)
    standing = standing_export(user=user, now=now)
    if standing is not None and standing.state in RUNNING:
        return
    if running_exports(now=now) >= MOST_AT_ONCE:
        raise TooManyExportsError
    Export.objects.filter(user=user).delete()
    row = Export(user=user, device=device, asked_at=now, beat_at=now)
    row.sealed_key = seal_export_key(keyring.umk, export=row.pk, user=user.pk)
    if insert_once(row):  # of two asking at once only one goes on
        transaction.on_commit(lambda: stand_in_line(export=row.pk, umk=keyring.umk))


def make_export(*, row: Export, umk: bytes, now: datetime) -> None:
    """Gather, pack and seal the file; the row says how far it is. Runs in a child."""

    def tell(done: int, of: int) -> None:
        _note(row, state=ExportState.UNDER_WAY, rooms=of, rooms_done=done)

    user = row.user
    key = open_export_key(bytes(row.sealed_key), umk, export=row.pk, user=user.pk)
    keyring = unlock_with_umk(user.keyring.locked, user=user.pk, umk=umk)
    viewer = viewer_of(user=user, umk=umk, now=now)
    with translation.override(user.language or settings.LANGUAGE_CODE):
        archive = gather(user=user, keyring=keyring, viewer=viewer, now=now, tell=tell)
        packed = pack(archive)
    if len(packed) > MOST_BYTES:
        _note(row, state=ExportState.TOO_LARGE, ended_at=settings.CLOCK())
        return
    for number, part in enumerate(seal_export(packed, key, export=row.pk, user=user.pk)):
        ExportPart.objects.create(export=row, number=number, sealed=part)
    _note(row, state=ExportState.READY, ended_at=settings.CLOCK())


def forget_export(*, user: User) -> None:
    """Delete one's file before its hour is over."""
    Export.objects.filter(user=user).delete()


def _note(row: Export, **changes: object) -> None:
    Export.objects.filter(pk=row.pk).update(beat_at=settings.CLOCK(), **changes)
