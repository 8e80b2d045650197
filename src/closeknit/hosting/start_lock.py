"""One starter at a time: whoever comes second waits until the first has brought all up to date."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from closeknit.hosting.problems import HostError

PATIENCE = 15 * 60.0  # seconds that an update of another process may take
_LOOK_AGAIN_EVERY = 0.2  # seconds


def wait_for(
    take: Callable[[], bool], *, say: Callable[[str], None], patience: float = PATIENCE
) -> None:
    """Ask again until the lock is taken; raises HostError when its holder needs too long."""
    until = time.monotonic() + patience
    has_said = False
    while not take():
        if not has_said:
            say("Another process brings the database up to date. Waiting for it.")
            has_said = True
        if time.monotonic() >= until:
            raise HostError(
                "Another process still brings the database up to date. Nothing was changed; "
                "start again once it is done."
            )
        time.sleep(_LOOK_AGAIN_EVERY)


@contextmanager
def file_lock(
    path: Path, *, say: Callable[[str], None], patience: float = PATIENCE
) -> Iterator[None]:
    """Hold a lock that ends with this process, however that ends."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        wait_for(lambda: _take(handle), say=say, patience=patience)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
