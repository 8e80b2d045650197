"""From any thread to the streams of this process, and through relays to other processes."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol
from uuid import UUID

_log = logging.getLogger(__name__)


class AnnouncementKind(IntEnum):
    """What a message says of its topic."""

    VERSION = 1
    ACCESS_CHANGED = 2


@dataclass(frozen=True)
class Announcement:
    """One thing to publish to those who listen to a topic; `version` goes with its kind."""

    topic: UUID
    kind: AnnouncementKind
    version: int = 0


class Listener(Protocol):
    """Called in the event loop, so neither may wait."""

    def on_message(self, message: Announcement) -> None: ...

    def end(self) -> None: ...


class Relay(Protocol):
    """A way to other processes."""

    def publish(self, message: Announcement) -> None: ...

    def listen(self, bus: "Bus") -> None:
        """Deliver to `bus` what other processes publish; called in the running event loop."""


class Bus:
    """Carries messages; says nothing when nobody listens."""

    def __init__(self) -> None:
        self._listeners: defaultdict[UUID, list[Listener]] = defaultdict(list)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._relays: list[Relay] = []

    def reach_by(self, relay: Relay) -> None:
        """Pass every announcement on through `relay`; it listens once a stream opens here."""
        self._relays.append(relay)

    def announce(self, message: Announcement) -> None:
        """Tell this process and the others; a relay that fails only delays them."""
        self.deliver(message)
        for relay in self._relays:
            try:
                relay.publish(message)
            except Exception:  # noqa: BLE001  whatever fails here, the act itself is done
                _log.exception("An announcement reached only this process.")

    def deliver(self, message: Announcement) -> None:
        """Tell the listeners of this process; may be called from any thread."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        loop.call_soon_threadsafe(self._publish, message)

    def deliver_all(self) -> None:
        """Have every listener look again, after announcements may have been missed."""
        for topic in list(self._listeners):
            self.deliver(Announcement(topic, AnnouncementKind.ACCESS_CHANGED))

    def subscribe(self, topic: UUID, listener: Listener) -> None:
        """Listen from inside the running event loop."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop = loop
            for relay in self._relays:
                relay.listen(self)
        self._listeners[topic].append(listener)

    def unsubscribe(self, topic: UUID, listener: Listener) -> None:
        listeners = self._listeners.get(topic, [])
        if listener in listeners:
            listeners.remove(listener)
        if not listeners:
            self._listeners.pop(topic, None)

    def listeners(self, topic: UUID) -> Sequence[Listener]:
        """Return who listens to a topic, the longest first."""
        return tuple(self._listeners.get(topic, ()))

    def _publish(self, message: Announcement) -> None:
        for listener in self.listeners(message.topic):
            listener.on_message(message)


bus = Bus()


def announce(topic: UUID, *, version: int) -> None:
    bus.announce(Announcement(topic, AnnouncementKind.VERSION, version))


def revalidate(topic: UUID) -> None:
    """Have the streams of a person, a couple or another topic check their right at once."""
    bus.announce(Announcement(topic, AnnouncementKind.ACCESS_CHANGED))
