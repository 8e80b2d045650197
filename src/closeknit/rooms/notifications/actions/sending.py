"""Handing messages over, each at most once: claimed first, in a write of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from closeknit.hosting.messages import Outcome
from closeknit.rooms.notifications.models import Channel, ChannelKind, OutboxMessage
from closeknit.rooms.notifications.queries.due import sendable, usable_channels
from closeknit.rooms.notifications.queries.own import address_of
from closeknit.rooms.notifications.rules.channels import Address
from closeknit.rooms.notifications.rules.instants import FARTHEST
from closeknit.rooms.notifications.rules.pacing import DeliveryState, MessageKind

GIVES_UP_AFTER = 10  # failures in a row


@dataclass(frozen=True)
class DeliveryChannel:
    """One channel to a person; `address` is None when it cannot be opened."""

    id: UUID
    kind: ChannelKind
    address: Address | None


@dataclass(frozen=True)
class Outgoing:
    """A claimed message; `lasts` is how many seconds of its evening are left."""

    message: int
    kind: MessageKind
    language: str
    lasts: int
    channels: Sequence[DeliveryChannel]


def claim(*, now: datetime, at_most: int) -> list[Outgoing]:
    """Take messages that nobody else sends; from here on none of them is ever sent again."""
    mine = _won(now=now, at_most=at_most)
    channels = _channels([row.user_id for row in mine])
    return [
        Outgoing(
            message=row.pk,
            kind=MessageKind(row.kind),
            language=row.user.language,
            lasts=int((row.ends_at - now).total_seconds()),
            channels=channels.get(row.user_id, ()),
        )
        for row in mine
    ]


@transaction.atomic
def record_outcomes(*, sent: Mapping[int, Mapping[UUID, Outcome]]) -> None:
    """Note what became of some messages, in one write."""
    for message, outcomes in sent.items():
        record_outcome(message=message, outcomes=outcomes)


def record_outcome(*, message: int, outcomes: Mapping[UUID, Outcome]) -> None:
    """Note what became of a message, and drop channels that are deleted."""
    has_arrived = Outcome.ARRIVED in outcomes.values()
    OutboxMessage.objects.filter(pk=message, state=DeliveryState.CLAIMED).update(
        state=DeliveryState.SENT if has_arrived else DeliveryState.FAILED
    )
    for channel, outcome in outcomes.items():
        note_outcome(channel=channel, outcome=outcome)


def note_outcome(*, channel: UUID, outcome: Outcome) -> None:
    """Count failures in a row; a channel that is gone is deleted, one that always fails rests."""
    row = Channel.objects.filter(pk=channel)
    if outcome is Outcome.ARRIVED:
        row.exclude(failures=0).update(failures=0)
    elif outcome is Outcome.GONE:
        row.delete()
    else:
        row.update(failures=F("failures") + 1)
        row.filter(failures__gte=GIVES_UP_AFTER).update(is_on=False)


def drop_late(*, now: datetime) -> None:
    """What is older than its evening, or of a day that a wrong clock saw, is not sent at all."""
    queued = OutboxMessage.objects.filter(state=DeliveryState.QUEUED)
    for out_of_time in (queued.filter(ends_at__lte=now), queued.filter(ends_at__gt=now + FARTHEST)):
        out_of_time.update(state=DeliveryState.DROPPED)


@transaction.atomic
def _won(*, now: datetime, at_most: int) -> list[OutboxMessage]:
    """Commit a claim; two senders at once take different rows."""
    queued = sendable().filter(ends_at__gt=now, ends_at__lte=now + FARTHEST)
    unclaimed = queued.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    mine = list(unclaimed.order_by("pk")[:at_most])
    OutboxMessage.objects.filter(pk__in=[row.pk for row in mine]).update(
        state=DeliveryState.CLAIMED
    )
    return mine


def _channels(people: Sequence[UUID]) -> dict[UUID, list[DeliveryChannel]]:
    found: dict[UUID, list[DeliveryChannel]] = {}
    for row in usable_channels().filter(user__in=people).order_by("created_on", "pk"):
        channel = DeliveryChannel(id=row.pk, kind=ChannelKind(row.kind), address=address_of(row))
        found.setdefault(row.user_id, []).append(channel)
    return found
