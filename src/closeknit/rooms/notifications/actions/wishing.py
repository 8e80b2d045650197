"""What a person wants of their reminders."""

from datetime import date, datetime

from django.db import transaction

from closeknit.rooms.notifications.models import OutboxMessage, Reminders
from closeknit.rooms.notifications.queries.own import Wishes
from closeknit.rooms.notifications.rules.instants import next_due
from closeknit.rooms.notifications.rules.pacing import Sent
from closeknit.rooms.people.models import User


@transaction.atomic
def keep_wishes(*, user: User, wishes: Wishes, now: datetime) -> None:
    """Keep the wishes and begin anew with counting; what was not sent yet is let go."""
    Reminders.objects.update_or_create(
        user=user,
        defaults={
            "is_on": wishes.is_on,
            "at": wishes.at,
            "zone": wishes.zone,
            "quiet_from": wishes.quiet_from,
            "quiet_until": wishes.quiet_until,
            "pace": wishes.pace,
            "paused_until": wishes.paused_until,
            "silent_days": 0,
            "stopped_on": None,
            "next_at": next_due(now, at=wishes.at, zone=wishes.zone) if wishes.is_on else None,
        },
    )
    OutboxMessage.objects.filter(user=user, state=Sent.QUEUED).delete()


@transaction.atomic
def pause_until(*, user: User, until: date | None) -> None:
    """Send nothing before a day; None ends the pause. Who never chose reminders needs none."""
    Reminders.objects.filter(user=user).update(paused_until=until)
    OutboxMessage.objects.filter(user=user, state=Sent.QUEUED).delete()
