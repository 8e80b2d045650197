"""Between hosts that share a PostgreSQL database: LISTEN and NOTIFY."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol
from uuid import UUID

from closeknit.live.bus import Announcement, AnnouncementKind, Bus

CHANNEL = "closeknit_live"
_TRY_AGAIN_AFTER = 2.0  # seconds
_log = logging.getLogger(__name__)


class Notice(Protocol):
    @property
    def payload(self) -> str: ...


class Connection(Protocol):
    """What is needed of a psycopg connection in autocommit mode."""

    def execute(self, query: str, /) -> object: ...

    def notifies(self) -> Iterable[Notice]: ...

    def close(self) -> None: ...


class NotifyRelay:
    """`notify` runs one statement with two parameters; `connect` opens a connection to keep."""

    def __init__(
        self, *, notify: Callable[[str, list[str]], None], connect: Callable[[], Connection]
    ) -> None:
        self._notify, self._connect = notify, connect

    def publish(self, message: Announcement) -> None:
        payload = f"{message.topic} {message.kind.value} {message.version}"
        self._notify("SELECT pg_notify(%s, %s)", [CHANNEL, payload])

    def listen(self, bus: Bus) -> None:
        threading.Thread(target=self._listen_on, args=[bus], name="notify", daemon=True).start()

    def _listen_on(self, bus: Bus) -> None:
        """Listen for good; after a lost connection every page looks again."""
        while True:
            try:
                self._listen_once(bus)
            except Exception as error:  # noqa: BLE001  each driver has its own; none may end this
                _log.warning("Listening to the database broke off: %s", error)
            time.sleep(_TRY_AGAIN_AFTER)

    def _listen_once(self, bus: Bus) -> None:
        connection = self._connect()
        try:
            connection.execute(f"LISTEN {CHANNEL}")
            bus.deliver_all()
            for notice in connection.notifies():
                _deliver(bus, notice.payload)
        finally:
            connection.close()


def _deliver(bus: Bus, payload: str) -> None:
    with suppress(ValueError):  # somebody else's note on our channel
        topic, kind, version = payload.split(" ")
        bus.deliver(Announcement(UUID(topic), AnnouncementKind(int(kind)), int(version)))
