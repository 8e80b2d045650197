"""Which process of a server has what: its children, and the connections of each."""

import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from served import PATIENCE

_CONNECTION = re.compile(r"\s*\d+: \w{8}:(\w{4}) \w{8}:(\w{4}) \w\w (?:\S+ +){5}(\d+) ")


def children_of(process: int) -> list[int]:
    """Return the processes that one has started, the oldest first."""
    folder = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in folder.read_text(encoding="ascii").split()]


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that nobody has waited for yet does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return status.rpartition(") ")[2][0] != "Z"
    return False


def holder_of(*, port: int, client: int, among: Iterable[int]) -> int:
    """Return which process took the connection from a client's port."""
    socket = f"socket:[{_socket_of(port, client)}]"
    return next(process for process in among if socket in _open_files(process))


def wait_until(is_so: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, "It never came to that."
        time.sleep(0.05)


def _socket_of(port: int, client: int) -> str:
    table = Path("/proc/net/tcp").read_text(encoding="ascii")
    for line in table.splitlines():
        found = _CONNECTION.match(line)
        if found and (int(found[1], 16), int(found[2], 16)) == (port, client):
            return found[3]
    raise AssertionError("No process has that connection.")


def _open_files(process: int) -> set[str]:
    links = set()
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            links.add(str(each.readlink()))
    return links
