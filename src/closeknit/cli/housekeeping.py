"""What a server does once a day without any key: it forgets what has run out."""

import logging
import time
from datetime import datetime
from threading import Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from closeknit.rooms import lifecycles
from closeknit.rooms.archive.actions import end_archived

A_DAY = 24 * 60 * 60  # seconds
_LOG = logging.getLogger(__name__)


def tidy(*, now: datetime) -> None:
    """Delete in every room what has run out, and end the accounts whose time put away is over."""
    lifecycles.tidy(now=now)
    end_archived(now=now)


def tidy_daily() -> None:
    """Tidy now, and again each day for as long as the process runs."""
    tidy(now=settings.CLOCK())
    Thread(target=_every_day, name="housekeeping", daemon=True).start()


def tidy_if_it_answers() -> None:
    """Tidy by a fresh look at the database; while that is away, leave it to the next day."""
    close_old_connections()
    try:
        tidy(now=settings.CLOCK())
    except (DatabaseError, InterfaceError) as error:
        _LOG.warning("The daily tidying broke off; the next day tries again: %s", error)


def _every_day() -> None:
    while True:
        time.sleep(A_DAY)
        tidy_if_it_answers()
        connections.close_all()
