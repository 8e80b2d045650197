"""Starting the `closeknit` command beside the server, for work that would weigh it down."""

import subprocess
import sys
import time
from collections.abc import Callable

_COMMAND = (sys.executable, "-m", "closeknit.cli")


def _nothing() -> None:
    pass


def run_beside(
    command: str,
    *,
    given: str = "",
    within: float,
    meanwhile: Callable[[], None] = _nothing,
    every: float = 20.0,
) -> str | None:
    """Run a command to its end and return what it printed; None when it failed or took too long.

    What is `given` goes through a pipe, so that no other process reads it in the arguments or the
    environment. `meanwhile` is called `every` so many seconds until the end.
    """
    try:
        with subprocess.Popen(  # noqa: S603  our own command, and no argument from outside
            [*_COMMAND, command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as child:
            try:
                said = _to_the_end(child, given, within, meanwhile, every)
            finally:
                child.kill()  # nothing, when it has ended by itself
    except (subprocess.SubprocessError, OSError):
        return None
    return said.strip() if child.returncode == 0 else None


def _to_the_end(
    child: "subprocess.Popen[str]",
    given: str,
    within: float,
    meanwhile: Callable[[], None],
    every: float,
) -> str:
    """Return what the child printed; raises TimeoutExpired once it took too long."""
    ends = time.monotonic() + within
    asked: str | None = given
    while True:
        left = ends - time.monotonic()
        try:
            return child.communicate(asked, timeout=max(0.0, min(every, left)))[0]
        except subprocess.TimeoutExpired:
            if left <= every:
                raise
            asked = None
            meanwhile()
