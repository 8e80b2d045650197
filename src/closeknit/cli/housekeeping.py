"""What a server does once a day without any key: it forgets what has run out."""

import logging
import time
from datetime import timedelta
from threading import Thread

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, close_old_connections

from closeknit.rooms.notifications.actions.erasing import (
    forget_old_messages,
    keep_ways_of_ended_devices,
)
from closeknit.rooms.offline.actions import forget_taken_in
from closeknit.rooms.people.actions.devices import forget_ended_devices
from closeknit.rooms.people.actions.passwords import forget_old_keyrings
from closeknit.rooms.practices.actions import forget_old_yeses
from closeknit.rooms.repair.actions import forget_old_askings

A_DAY = 24 * 60 * 60  # seconds
AN_EVENING = timedelta(days=1)
"""A couple's day may lie behind the server's, wherever they live; it is over one day later."""
_LOG = logging.getLogger(__name__)


def tidy() -> None:
    """Delete what ran out: sign-ins, keyrings put away 30 days ago, what was for a past evening."""
    now = settings.CLOCK()
    keep_ways_of_ended_devices(now=now)
    forget_ended_devices(now=now)
    forget_old_keyrings(today=now.date())
    forget_taken_in(today=now.date())
    over = now.date() - AN_EVENING
    forget_old_yeses(before=over)
    forget_old_askings(before=over)
    forget_old_messages(today=now.date())
    call_command("clearsessions", verbosity=0)


def tidy_daily() -> None:
    """Tidy now, and again each day for as long as the process runs."""
    tidy()
    Thread(target=_every_day, name="housekeeping", daemon=True).start()


def tidy_if_it_answers() -> None:
    """Tidy by a fresh look at the database; while that is away, leave it to the next day."""
    close_old_connections()
    try:
        tidy()
    except (DatabaseError, InterfaceError) as error:
        _LOG.warning("The daily tidying broke off; the next day tries again: %s", error)


def _every_day() -> None:
    while True:
        time.sleep(A_DAY)
        tidy_if_it_answers()
