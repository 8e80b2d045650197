"""What the calendar does when somebody leaves."""

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.calendar.actions import erase
from closeknit.rooms.people.lifecycle import Lifecycle

LIFECYCLE = Lifecycle(key="calendar", title=_("Calendar"), erase=erase)
