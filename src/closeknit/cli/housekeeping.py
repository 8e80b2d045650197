"""What a server does once a day without any key: it forgets what has run out."""

import logging
import time
from datetime import datetime
from threading import Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, connections

from closeknit.hosting.backups import forget_old_copies
from closeknit.hosting.upkeep import give_pages_back, shrink_log
from closeknit.rooms import lifecycles
from closeknit.rooms.archive.actions import end_archived
from closeknit.rooms.people.actions.exports import forget_exports

A_DAY = 24 * 60 * 60  # seconds
OFTEN = 10 * 60  # seconds
_LOG = logging.getLogger(__name__)


def tidy(*, now: datetime) -> None:
    """Delete in every room what has run out, and end the accounts whose time put away is over."""
    lifecycles.tidy(now=now)
    end_archived(now=now)
    forget_copies(now=now)


def forget_copies(*, now: datetime) -> None:
    """Delete the copies from before updates whose time is over; a folder away waits for a day."""
    try:
        forget_old_copies(settings.ENVIRONMENT.backup_dir, now=now)
    except OSError as error:
        _LOG.warning("Old copies of the database could not be deleted: %s", error)


def tidy_file() -> None:
    """Give the disk back what the SQLite file and its log no longer need."""
    database = settings.ENVIRONMENT.sqlite_file
    if database is not None and database.exists():
        give_pages_back(database)
        shrink_log(database)


def tidy_daily() -> None:
    """Tidy now, and again each day for as long as the process runs; the socket waits for none."""
    Thread(target=_every_day, name="housekeeping", daemon=True).start()


def forget_exports_if_it_answers() -> None:
    """Delete the exports whose hour is over; while the database is away, leave it to later."""
    close_old_connections()
    try:
        forget_exports(now=settings.CLOCK())
    except (DatabaseError, InterfaceError):
        connection.close()


def tidy_if_it_answers() -> None:
    """Tidy by a fresh look at the database; while that is away, leave it to the next day."""
    close_old_connections()
    try:
        tidy(now=settings.CLOCK())
        tidy_file()
    except (DatabaseError, InterfaceError) as error:
        _LOG.warning("The daily tidying broke off; the next day tries again: %s", error)


def _every_day() -> None:
    while True:
        tidy_if_it_answers()
        connections.close_all()  # ten minutes are long for holding one that is not used
        for _ in range(A_DAY // OFTEN):
            time.sleep(OFTEN)
            forget_exports_if_it_answers()
            connections.close_all()
