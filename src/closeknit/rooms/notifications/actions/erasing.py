"""Forgetting: a person's reminders altogether, and messages whose days are long over."""

from datetime import date, datetime, timedelta

from django.db import transaction

from closeknit.rooms.notifications.models import Channel, OutboxMessage, Reminders
from closeknit.rooms.notifications.rules.instants import FARTHEST, next_due
from closeknit.rooms.people.actions.rows import delete_in_batches
from closeknit.rooms.people.models import User

KEPT_FOR = timedelta(days=8)


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete a person's channels, settings and messages; the tokens of the channels first."""
    Channel.objects.filter(user=user).delete()
    OutboxMessage.objects.filter(user=user).delete()
    Reminders.objects.filter(user=user).delete()


def forget_old_messages(*, today: date) -> int:
    """Delete the messages of days long over, and of days that only a wrong clock can have seen."""
    old = OutboxMessage.objects.filter(due_on__lt=today - KEPT_FOR)
    ahead = OutboxMessage.objects.filter(due_on__gt=today + FARTHEST)
    return delete_in_batches(old) + delete_in_batches(ahead)


@transaction.atomic
def mend_instants(*, now: datetime) -> int:
    """Bring back what a clock that was wrong has put far ahead; such rows would stay silent."""
    rows = list(Reminders.objects.select_for_update().filter(next_at__gt=now + FARTHEST))
    for row in rows:
        row.next_at = next_due(now, at=row.at, zone=row.zone)
        if row.last_sent_on is not None and row.last_sent_on > now.date():
            row.last_sent_on = now.date()
        row.last_sent_at = now
        row.save(update_fields=["next_at", "last_sent_on", "last_sent_at"])
    return len(rows)


def detach_from_ended_devices(*, now: datetime) -> None:
    """Let a channel outlive a sign-in that only ran out; one that was ended takes it along."""
    Channel.objects.filter(device__ends_at__lte=now).update(device=None)
