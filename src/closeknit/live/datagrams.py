"""Between processes on one host: Unix datagrams through a folder that only its owner enters.

Each process that serves streams has a socket there; each process that announces writes to all.
"""

import asyncio
import os
import socket
import struct
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from closeknit.live.bus import Announcement, AnnouncementKind, Bus

_LONGEST_PATH = 100  # bytes; the kernels' own limits are 104 and 108
_PACKED = struct.Struct("!16sBQ")  # topic, kind, version


class DatagramRelay:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / f"{os.getpid()}.sock"
        self._out = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._out.setblocking(False)  # noqa: FBT003  the standard library's own signature

    @property
    def is_possible(self) -> bool:
        """Tell whether this folder's paths are short enough for a socket's name."""
        return len(os.fsencode(self._own)) <= _LONGEST_PATH

    def publish(self, message: Announcement) -> None:
        """Tell every other process; one that is gone is forgotten, one that is full catches up."""
        packed = _PACKED.pack(message.topic.bytes, message.kind, message.version)
        for address in self._folder.glob("*.sock"):
            if address != self._own:
                self._send(address, packed)

    def listen(self, bus: Bus) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._own.unlink(missing_ok=True)
        incoming = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        incoming.setblocking(False)  # noqa: FBT003  as above
        incoming.bind(str(self._own))
        asyncio.get_running_loop().add_reader(incoming, _read_all, incoming, bus)

    def stop(self) -> None:
        self._own.unlink(missing_ok=True)

    def _send(self, address: Path, packed: bytes) -> None:
        try:
            self._out.sendto(packed, str(address))
        except (ConnectionRefusedError, FileNotFoundError):
            address.unlink(missing_ok=True)
        except BlockingIOError:
            return  # its streams look at the version each minute anyway


def _read_all(incoming: socket.socket, bus: Bus) -> None:
    while True:
        try:
            packed = incoming.recv(_PACKED.size)
        except BlockingIOError:
            return
        if len(packed) == _PACKED.size:
            topic, kind, version = _PACKED.unpack(packed)
            with suppress(ValueError):  # a kind that this release does not know
                bus.deliver(Announcement(UUID(bytes=topic), AnnouncementKind(kind), version))
