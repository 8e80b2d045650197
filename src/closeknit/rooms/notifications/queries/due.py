"""What the server asks every minute, and what the sender reads."""

from datetime import datetime

from closeknit.rooms.notifications.models import OutboxMessage, Reminders
from closeknit.rooms.notifications.rules.pacing import DeliveryState


def is_anything_due(*, now: datetime) -> bool:
    """Tell whether a sender has anything to do; each half is answered by an index."""
    is_due = Reminders.objects.filter(next_at__lte=now).exists()
    return is_due or OutboxMessage.objects.filter(state=DeliveryState.QUEUED).exists()
