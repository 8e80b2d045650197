"""Starting the `closeknit` command beside the server, for work that would weigh it down."""

import subprocess
import sys

_COMMAND = (sys.executable, "-m", "closeknit.cli")


def run_beside(command: str, *, given: str = "", within: float) -> str | None:
    """Run a command to its end and return what it printed; None when it failed or took too long."""
    try:
        done = subprocess.run(  # noqa: S603  our own command, and no argument from outside
            [*_COMMAND, command],
            input=given,
            stdout=subprocess.PIPE,
            text=True,
            timeout=within,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout.strip()
