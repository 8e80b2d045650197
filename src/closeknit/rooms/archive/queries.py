"""How somebody's export stands, and the file once it is there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from closeknit.domain.vault import open_export, open_export_key
from closeknit.rooms.people.models import Device, Export, ExportPart, User
from closeknit.rooms.people.rules.exports import LOST_AFTER, RUNNING, ExportState, state_now


@dataclass(frozen=True)
class StandingExport:
    id: UUID
    state: ExportState
    rooms: int
    rooms_done: int
    device: UUID
    asked_at: datetime


def standing_export(*, user: User, now: datetime) -> StandingExport | None:
    """Return the person's export; one whose hour is over is as good as none."""
    row = Export.objects.filter(user=user).defer("sealed_key").first()
    if row is None:
        return None
    state = state_now(ExportState(row.state), beat_at=row.beat_at, ended_at=row.ended_at, now=now)
    if state is None:
        return None
    return StandingExport(
        id=row.pk,
        state=state,
        rooms=row.rooms,
        rooms_done=row.rooms_done,
        device=row.device_id,
        asked_at=row.asked_at,
    )


def running_exports(*, now: datetime) -> int:
    """Count what the whole house has in hand."""
    running = Export.objects.filter(state__in=[str(each) for each in RUNNING])
    return running.filter(beat_at__gt=now - LOST_AFTER).count()


def export_to_make(*, export_id: UUID) -> Export | None:
    return Export.objects.select_related("user__keyring").filter(pk=export_id).first()


def export_file(*, user: User, device: Device, umk: bytes, now: datetime) -> bytes | None:
    """Open the file on the device it was asked for; None when none lies ready there.

    Raises VaultError when it is damaged.
    """
    standing = standing_export(user=user, now=now)
    is_here = standing is not None and standing.device == device.pk
    if standing is None or not is_here or standing.state is not ExportState.READY:
        return None
    sealed_key = Export.objects.values_list("sealed_key", flat=True).get(pk=standing.id)
    key = open_export_key(bytes(sealed_key), umk, export=standing.id, user=user.pk)
    parts = ExportPart.objects.filter(export=standing.id).order_by("number")
    sealed = [bytes(each) for each in parts.values_list("sealed", flat=True)]
    return open_export(sealed, key, export=standing.id, user=user.pk)
