"""Wanting reminders, adding ways, queueing what is due, sending it at most once."""

from closeknit.rooms.notifications.actions.erasing import erase
from closeknit.rooms.notifications.actions.wishing import keep_wishes, pause_until

__all__ = ["erase", "keep_wishes", "pause_until"]
