"""What the reminders do when somebody leaves, or a day is over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.notifications.actions.erasing import (
    detach_from_ended_devices,
    erase,
    forget_old_messages,
)
from closeknit.rooms.people.lifecycle import Lifecycle


def _tidy(*, now: datetime) -> int:
    """Part the channels from the devices that ended, before `people` forgets those."""
    detach_from_ended_devices(now=now)
    return forget_old_messages(today=now.date())


LIFECYCLE = Lifecycle(key="reminders", title=_("Reminders"), erase=erase, tidy=_tidy)
