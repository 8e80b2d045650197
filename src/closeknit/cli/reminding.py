"""The server's one light look each minute: is a reminder due? A child then does the work."""

import logging
import time
from threading import Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections

from closeknit.hosting.children import run_beside
from closeknit.rooms.notifications.queries.due import is_anything_due

EVERY = 60.0  # seconds
_WITHIN = 15 * 60.0  # seconds that one run may take
_LOG = logging.getLogger(__name__)


def remind_every_minute() -> None:
    """Look once a minute for as long as the process runs."""
    Thread(target=_look_every_minute, name="reminders", daemon=True).start()


def look_once() -> bool:
    """Run a sender beside the server when anything is due; return whether one was."""
    try:
        is_due = is_anything_due(now=settings.CLOCK())
    except (DatabaseError, InterfaceError):  # away for a moment; the next minute asks again
        connection.close()
        return False
    if is_due:
        _send_due()
    return is_due


def _look_every_minute() -> None:
    while True:
        time.sleep(EVERY)
        try:
            look_once()
        finally:
            connections.close_all()  # a minute is long for holding one that is not used


def _send_due() -> None:
    """Wait for the child, so that this server never has two of them."""
    if run_beside("send-due", within=_WITHIN) is None:
        _LOG.warning("The reminders could not be sent; the next minute tries again.")
