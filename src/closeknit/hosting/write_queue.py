"""Writers of one process, first come, first served.

SQLite lets one connection write at a time and has the others ask again after a pause, so whoever
happens to ask at the right instant is next and another may wait for seconds. In front of that lock
stands this queue; the lock itself still holds between processes.
"""

from collections import deque
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic
from weakref import ReferenceType, ref

_LOOK_AGAIN_EVERY = 1.0  # seconds; whoever is first may be gone without a word


@dataclass(frozen=True, eq=False)
class Turn:
    """Where one writer stands in the queue."""

    writer: "ReferenceType[object]"
    turn: Event = field(default_factory=Event)


class WriteQueue:
    """The first in the queue may write; a writer that no longer exists holds up nobody."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._places: deque[Turn] = deque()

    def enter(self, writer: object, *, patience: float) -> Turn | None:
        """Wait for the turn of `writer`, at most `patience` seconds; None when it did not come."""
        place = Turn(ref(writer))
        with self._lock:
            self._places.append(place)
        try:
            came = self._wait(place, until=monotonic() + patience)
        except BaseException:
            self.leave(place)
            raise
        if came:
            return place
        self.leave(place)
        return None

    def leave(self, place: Turn) -> None:
        """Give a place up, whether its turn had come or not; a second time does nothing."""
        with self._lock:
            if place in self._places:
                self._places.remove(place)
            self._call_first()

    def _wait(self, place: Turn, *, until: float) -> bool:
        while True:
            with self._lock:
                self._call_first()
            left = until - monotonic()
            if place.turn.wait(max(0.0, min(_LOOK_AGAIN_EVERY, left))):
                return True
            if left <= _LOOK_AGAIN_EVERY:
                return False

    def _call_first(self) -> None:
        while self._places and self._places[0].writer() is None:
            self._places.popleft()
        if self._places:
            self._places[0].turn.set()
