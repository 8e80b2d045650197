"""The settings of a sender under test: a clock that is told, and a push service on loopback."""

import os
import sys
import time
from datetime import datetime

from closeknit.config.settings import *  # noqa: F403
from closeknit.config.settings import REMINDER_KEYS as KEYS
from closeknit.hosting.destinations import Destinations
from closeknit.hosting.reminder_keys import ReminderKeys

NOW = datetime.fromisoformat(os.environ["TEST_NOW"])


class Loopback(Destinations):
    """This machine at any port: each test's service has one of its own."""

    def is_allowed(self, host: str, port: int) -> bool:  # noqa: ARG002  any of them
        return self.may_be_private(host)


PUSH_DESTINATIONS = SERVICE_DESTINATIONS = Loopback(
    hosts=frozenset(), named=frozenset({"127.0.0.1", "localhost"})
)


def CLOCK() -> datetime:  # type: ignore[no-redef]  # noqa: N802  the setting's name
    return NOW


class WaitingKeys(ReminderKeys):
    """Asked for between queueing and claiming, it says so and waits to be killed."""

    @property
    def push(self):
        sys.stdout.write("queued\n")
        sys.stdout.flush()
        time.sleep(60)
        return super().push


REMINDER_KEYS = WaitingKeys(KEYS.secret) if "TEST_WAIT_BEFORE_CLAIM" in os.environ else KEYS
