"""Wanting reminders, adding channels, queueing what is due, sending it at most once."""

from closeknit.rooms.notifications.actions.erasing import erase
from closeknit.rooms.notifications.actions.reminder_settings import (
    pause_until,
    save_reminder_settings,
)

__all__ = ["erase", "pause_until", "save_reminder_settings"]
