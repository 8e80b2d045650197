"""What a person wants of their reminders."""

from datetime import date, datetime

from django.db import transaction

from closeknit.rooms.notifications.models import OutboxMessage, Reminders
from closeknit.rooms.notifications.queries.own import ReminderSettings
from closeknit.rooms.notifications.rules.instants import next_due
from closeknit.rooms.notifications.rules.pacing import DeliveryState
from closeknit.rooms.people.actions.rows import take_own_turn
from closeknit.rooms.people.models import User


@transaction.atomic
def save_reminder_settings(
    *, user: User, reminder_settings: ReminderSettings, now: datetime
) -> None:
    """Save what a person wants of reminders, and count again from there.

    What was not sent yet is deleted.
    """
    take_own_turn(user)
    Reminders.objects.update_or_create(
        user=user,
        defaults={
            "is_on": reminder_settings.is_on,
            "at": reminder_settings.at,
            "zone": reminder_settings.zone,
            "quiet_from": reminder_settings.quiet_from,
            "quiet_until": reminder_settings.quiet_until,
            "pace": reminder_settings.pace,
            "paused_until": reminder_settings.paused_until,
            "silent_days": 0,
            "stopped_on": None,
            "next_at": next_due(now, at=reminder_settings.at, zone=reminder_settings.zone)
            if reminder_settings.is_on
            else None,
        },
    )
    OutboxMessage.objects.filter(user=user, state=DeliveryState.QUEUED).delete()


@transaction.atomic
def pause_until(*, user: User, until: date | None) -> None:
    """Send nothing before a day; None ends the pause. Who never chose reminders needs none."""
    Reminders.objects.filter(user=user).update(paused_until=until)
    OutboxMessage.objects.filter(user=user, state=DeliveryState.QUEUED).delete()
