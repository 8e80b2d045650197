"""A clean stop: what the log holds goes into the database file."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from closeknit.hosting.backups import checkpoint


class _ToldToStop(BaseException):
    """SIGTERM, as an exception that nothing on the way takes for an error."""


@contextmanager
def stopping_cleanly(database: Path | None) -> Iterator[None]:
    """Serve within; however that is told to stop, the log is moved into the database after it.

    uvicorn sends itself the signal again once its requests are answered. Ours ends the process by
    the same signal, after the database is closed, so that whoever watches sees what they sent.
    """
    before = signal.signal(signal.SIGTERM, _stop)
    was_told = False
    try:
        yield
    except _ToldToStop:
        was_told = True
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one waits for the database
        if database is not None:
            checkpoint(database)
        signal.signal(signal.SIGTERM, before)
    if was_told:
        os.kill(os.getpid(), signal.SIGTERM)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _ToldToStop
