"""All open connections of a server: how many, from where, and which goes when there are more."""

from collections.abc import Iterable
from typing import Protocol

from closeknit.hosting.bounds import Bounds
from closeknit.hosting.forwarded import HERE, is_loopback, source_of


class Connection(Protocol):
    """What a connection tells, so that it can be counted, hurried and ended."""

    @property
    def peer(self) -> str: ...

    @property
    def is_stream(self) -> bool:
        """Whether a live stream is open on it, which has limits of its own."""

    @property
    def waits_for_peer(self) -> bool:
        """Whether its request or its answer goes on only when the peer does something."""

    @property
    def has_part_of_a_body(self) -> bool: ...

    def drop(self) -> None:
        """End it at once, whatever is unsent, and have it discarded."""

    def hurry(self, now: float) -> None:
        """End it if it took longer than it may."""


class OpenConnections:
    """Keeps to the bounds: over one of them goes the oldest connection without a request."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._open: dict[Connection, str] = {}
        self._without_request: dict[Connection, None] = {}
        self._of_source: dict[str, dict[Connection, None]] = {}
        self._bodies = 0

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, connection: Connection) -> None:
        """Count a new connection, and end one if that makes too many; it may be the new one."""
        source = _counted_source(connection.peer) if self.bounds.of_one_source else ""
        self._open[connection] = source
        self._without_request[connection] = None
        if source:
            self._of_source.setdefault(source, {})[connection] = None
            self._bound_source(source)
        if len(self._open) > self.bounds.connections:
            others = [*self._without_request][:-1] or _waiting(self._open)
            _end(others or [connection])

    def discard(self, connection: Connection) -> None:
        source = self._open.pop(connection, "")
        self._without_request.pop(connection, None)
        theirs = self._of_source.get(source, {})
        theirs.pop(connection, None)
        if not theirs:
            self._of_source.pop(source, None)

    def begin_request(self, connection: Connection) -> None:
        self._without_request.pop(connection, None)

    def end_request(self, connection: Connection) -> None:
        if connection in self._open:
            self._without_request[connection] = None

    def hold_body(self, size: int) -> None:
        """Count bytes of a body, or with a minus let them go; ends the oldest body over all."""
        self._bodies += size
        if size > 0 and self._bodies > self.bounds.bodies_bytes:
            _end([one for one in self._open if one.has_part_of_a_body])

    def hurry(self, now: float) -> None:
        for connection in tuple(self._open):
            connection.hurry(now)

    def _bound_source(self, source: str) -> None:
        theirs = self._of_source[source]
        most = self.bounds.of_one_source or 0
        if len(theirs) <= most:
            return
        counted = [one for one in theirs if not one.is_stream]
        if len(counted) > most:
            others = [one for one in counted[:-1] if one in self._without_request]
            _end(others or _waiting(counted) or counted[-1:])


def _waiting(among: Iterable[Connection]) -> list[Connection]:
    return [one for one in among if one.waits_for_peer]


def _end(oldest_first: list[Connection]) -> None:
    for connection in oldest_first[:1]:
        connection.drop()


def _counted_source(peer: str) -> str:
    """Return where a peer comes from; nothing for this machine itself, which is not counted so."""
    source = source_of(peer)
    return "" if source == HERE or is_loopback(peer) else source
