"""What the entries written without a network do when somebody leaves, or a day is over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.offline.actions import erase, forget_accepted
from closeknit.rooms.people.lifecycle import Lifecycle


def _tidy(*, now: datetime) -> int:
    return forget_accepted(today=now.date())


LIFECYCLE = Lifecycle(key="offline", title=_("Written offline"), erase=erase, tidy=_tidy)
