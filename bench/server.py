"""The real `closeknit serve` in a process of its own, with its CPU time and its memory."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

COMMAND = Path(sys.executable).with_name("closeknit")
PATIENCE = 60  # seconds that a loaded machine may take


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int
    started_in: float
    """Seconds from the start of the process to the first page."""

    @property
    def cpu_seconds(self) -> float:
        """Return the CPU time so far of the process and of those it has started."""
        return sum(map(_cpu_seconds, (self.process.pid, *self.children)))

    @property
    def children(self) -> list[int]:
        """Return the processes of `--workers`, the oldest first; none otherwise."""
        pid = self.process.pid
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(child) for child in told.split()]

    @property
    def resident_mb(self) -> float:
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(told.partition("VmRSS:")[2].split()[0]) / 1024


def environment(home: Path, *, database: str | None = None) -> dict[str, str]:
    """Return this process's environment with only our own settings, as a host has it.

    A shell that forbids bytecode would have each start compile every module anew, which a host
    does once.
    """
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CLOSEKNIT_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    ours = {
        "CLOSEKNIT_DATA_DIR": str(home),
        "CLOSEKNIT_PUBLIC_URL": "http://localhost",
        "DJANGO_SETTINGS_MODULE": "closeknit.config.settings",
    }
    return {**plain, **ours, **({"CLOSEKNIT_DATABASE_URL": database} if database else {})}


def _cpu_seconds(process: int) -> float:
    """Return the CPU time of a process so far, in nanosecond steps.

    /proc/<pid>/stat counts in steps of 10 ms, four pages long: too coarse for short runs.
    """
    clock = ctypes.c_int()
    failed = ctypes.CDLL(None).clock_getcpuclockid(process, ctypes.byref(clock))
    assert not failed, os.strerror(failed)
    return time.clock_gettime(clock.value)


@contextmanager
def serving(
    home: Path, *, database: str | None = None, program: Sequence[object] = (COMMAND, "serve")
) -> Iterator[Server]:
    """Start the server, wait for its first page, and stop it at the end."""
    port = _free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*map(str, program), "--port", str(port)],
        env=environment(home, database=database),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for_first_page(process, port)
        yield Server(process, port, started_in=time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_first_page(process: subprocess.Popen[bytes], port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert process.poll() is None, "The server ended."
        try:
            connection = HTTPConnection("localhost", port, timeout=PATIENCE)
            connection.request("GET", "/")
            assert connection.getresponse().status == 200
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError("The server did not answer.")
