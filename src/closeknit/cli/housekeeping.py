"""What a server does once a day without any key: it forgets what has run out."""

import time
from threading import Thread

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from closeknit.rooms.people.actions.devices import forget_ended_devices
from closeknit.rooms.people.actions.passwords import forget_old_keyrings

A_DAY = 24 * 60 * 60  # seconds


def tidy() -> None:
    """Delete ended devices and sessions, and the keyrings that were put away 30 days ago."""
    now = settings.CLOCK()
    forget_ended_devices(now=now)
    forget_old_keyrings(today=now.date())
    call_command("clearsessions", verbosity=0)


def tidy_daily() -> None:
    """Tidy now, and again each day for as long as the process runs."""
    tidy()
    Thread(target=_every_day, name="housekeeping", daemon=True).start()


def _every_day() -> None:
    while True:
        time.sleep(A_DAY)
        close_old_connections()
        tidy()
