"""The sample couple's own server: one child process at most, which ends with this one."""

import atexit
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from closeknit.demo.rules import Progress, read_progress

PROGRESS = "progress.json"
LASTS_MINUTES = 120
_COMMAND = "closeknit.cli"


@dataclass(frozen=True)
class Child:
    process: subprocess.Popen[bytes]
    folder: Path
    port: int

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    @property
    def progress(self) -> Progress:
        return read_progress(self.folder / PROGRESS)

    def end(self) -> None:
        """Ask it to stop, and take its folder away whatever it does."""
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Place:
    """Where the one child of this process stands."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self.lock = Lock()


_place = _Place()


def start_looking_around() -> Child:
    """Start the child, or return the one that runs."""
    with _place.lock:
        if _place.child is None or not _place.child.is_alive:
            _place.child = _start()
        return _place.child


def look_around_child() -> Child | None:
    """Return the child while it runs."""
    child = _place.child
    return child if child is not None and child.is_alive else None


@atexit.register
def end_looking_around() -> None:
    with _place.lock:
        if _place.child is not None:
            _place.child.end()
            _place.child = None


def _start() -> Child:
    """The child reads its input to the end, which comes when this process is gone, however."""
    folder = Path(tempfile.mkdtemp(prefix="closeknit-sample-"))
    port = _free_port()
    choices = ("--port", str(port), "--folder", str(folder), "--minutes", str(LASTS_MINUTES))
    process = subprocess.Popen(  # noqa: S603  our own command with our own numbers
        [sys.executable, "-m", _COMMAND, "demo", "--until-input-ends", *choices],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    return Child(process=process, folder=folder, port=port)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
