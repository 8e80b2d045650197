"""Several processes behind one port, and one more that reminds and tidies. Stands on Django."""

import signal
import socket
from functools import partial
from typing import Any

from django.db import connections

from closeknit.cli.housekeeping import tidy_daily
from closeknit.cli.reminding import remind_every_minute
from closeknit.cli.sockets import FINISH_WITHIN, run_worker
from closeknit.cli.supervising import Supervisor, Work
from closeknit.config.environment import Environment

_STOP_WITHIN = FINISH_WITHIN + 5  # seconds


def run_workers(app: Any, environment: Environment, *, sockets: list[socket.socket]) -> None:
    """Serve until told to stop; each process listens on the same sockets."""
    serve = partial(run_worker, app, environment, sockets=sockets)
    pages = [Work(f"pages {number + 1}", serve) for number in range(environment.workers)]
    connections.close_all()  # none may be in two processes
    Supervisor([*pages, Work("reminders", keep_house)], stop_within=_STOP_WITHIN).run()


def keep_house() -> None:
    """Remind and tidy for all of them, until the process is told to stop."""
    tidy_daily()
    connections.close_all()
    remind_every_minute()
    while True:
        signal.pause()
