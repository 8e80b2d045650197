"""What the server asks every minute, and what the sender reads."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from closeknit.rooms.notifications.models import (
    Channel,
    ChannelKind,
    OutboxMessage,
    Reminders,
)
from closeknit.rooms.notifications.rules.pacing import DeliveryState
from closeknit.rooms.people.queries import sends_mail


def is_anything_due(*, now: datetime) -> bool:
    """Tell whether a sender has anything to do; each half is answered by an index."""
    is_due = Reminders.objects.filter(next_at__lte=now).exists()
    return is_due or sendable().exists()


def usable_channels() -> QuerySet[Channel]:
    """Return the channels that are on; while no mail can leave, those by mail are left alone."""
    channels = Channel.objects.filter(is_on=True)
    return channels if sends_mail() else channels.exclude(kind=ChannelKind.MAIL)


def sendable() -> QuerySet[OutboxMessage]:
    """Return what is queued and has somewhere to go: what could only go by mail waits for it."""
    queued = OutboxMessage.objects.filter(state=DeliveryState.QUEUED)
    if sends_mail():
        return queued
    own = Q(user=OuterRef("user"))
    has_some = Exists(Channel.objects.filter(own, is_on=True))
    return queued.filter(~has_some | Exists(usable_channels().filter(own)))
