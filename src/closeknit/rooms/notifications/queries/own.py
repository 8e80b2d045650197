"""What a person reads about their own reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from closeknit.domain.vault import VaultError, open_host
from closeknit.rooms.notifications.models import Channel, ChannelKind, Reminders
from closeknit.rooms.notifications.rules.channels import (
    Address,
    MailAddress,
    ServiceAddress,
    read_address,
)
from closeknit.rooms.notifications.rules.pacing import ReminderPace
from closeknit.rooms.people.models import User

DEFAULT_AT = time(20)
QUIET_FROM, QUIET_UNTIL = time(22), time(8)


@dataclass(frozen=True)
class ReminderSettings:
    """What a person wants of their reminders."""

    zone: str
    is_on: bool = False
    at: time = DEFAULT_AT
    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    pace: ReminderPace = ReminderPace.SOME
    paused_until: date | None = None
    is_stopped: bool = False


@dataclass(frozen=True)
class SeenChannel:
    """`address` is what the person typed, shortened; empty where nothing was typed."""

    id: UUID
    kind: ChannelKind
    label: str
    address: str
    is_here: bool
    is_damaged: bool
    has_failed: bool
    waits_for_code: bool


def reminder_settings_of(*, user: User, zone: str) -> ReminderSettings:
    """Return a person's reminder_settings; `zone` is the one to offer before they chose."""
    row = Reminders.objects.filter(user=user).first()
    if row is None:
        return ReminderSettings(zone=zone)
    return ReminderSettings(
        zone=row.zone,
        is_on=row.is_on,
        at=row.at,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        pace=ReminderPace(row.pace),
        paused_until=row.paused_until,
        is_stopped=row.stopped_on is not None,
    )


def own_channels(*, user: User) -> QuerySet[Channel]:
    return Channel.objects.filter(user=user).order_by("created_on", "pk")


def channels_of(*, user: User, device: UUID | None) -> Sequence[SeenChannel]:
    return [_seen(row, device=device) for row in own_channels(user=user)]


def address_of(row: Channel) -> Address | None:
    """Open where a channel leads; None without the key that sealed it."""
    try:
        plain = open_host(
            bytes(row.sealed), key=settings.REMINDER_KEYS.channels, context=context_of(row)
        )
        return read_address(row.kind, plain)
    except (VaultError, ValueError, TypeError):
        return None


def context_of(row: Channel) -> str:
    return f"reminder channel {row.pk} of {row.user_id}"


def _seen(row: Channel, *, device: UUID | None) -> SeenChannel:
    address = address_of(row)
    return SeenChannel(
        id=row.pk,
        kind=ChannelKind(row.kind),
        label=row.label,
        address=_shown(address),
        is_here=row.device_id is not None and row.device_id == device,
        is_damaged=address is None,
        has_failed=row.failures > 0,
        waits_for_code=isinstance(address, MailAddress) and bool(address.code),
    )


def _shown(address: Address | None) -> str:
    """An e-mail address in full, of a service only its kind: the rest may hold a token."""
    if isinstance(address, MailAddress):
        return address.address
    return address.url.partition(":")[0] if isinstance(address, ServiceAddress) else ""
