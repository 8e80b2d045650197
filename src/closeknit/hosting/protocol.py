"""One connection of uvicorn's, with a bound for everything that its peer decides."""

import asyncio
from http import HTTPStatus
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from closeknit.hosting.bounds import BODY_HEADERS, CYCLE
from closeknit.hosting.connections import OpenConnections
from closeknit.hosting.refused import refusal


class _RefusedError(Exception):
    """Stops the parser in the middle of what it was fed."""


class BoundedProtocol(HttpToolsProtocol):
    """Ends a connection that is too slow, too large or one too many; live streams may last.

    What uvicorn does beneath is read from its source: pyproject.toml pins its minor version.
    """

    def __init__(
        self, config: Config, server_state: ServerState, *, open_connections: OpenConnections
    ) -> None:
        super().__init__(config, server_state, {})
        self._open = open_connections
        self._bounds = open_connections.bounds
        self._running: RequestResponseCycle | None = None
        self._refusal: HTTPStatus | None = None
        self._is_dropped = self._is_deaf = self._closes_after = self._answers_later = False
        self._is_in_head, self.has_part_of_a_body = True, False
        self._head_bytes = self._head_headers = 0
        self._unparsed = self._body_bytes = self._framing = 0
        self._heard_at = self._moved_at = self._asked_at = self._answered_at = 0.0
        self._head_since: float | None = None
        self._unsent = 0

    # What OpenConnections asks.

    @property
    def peer(self) -> str:
        return self.client[0] if self.client else ""

    @property
    def is_stream(self) -> bool:
        """Whether an answer has begun and not ended: pages are sent whole, only streams are not."""
        running = self._running
        return running is not None and running.response_started and not running.response_complete

    @property
    def waits_for_peer(self) -> bool:
        return self.has_part_of_a_body or (self._unsent > 0 and not self.is_stream)

    def drop(self) -> None:
        self._is_dropped = True
        self._open.discard(self)
        self.transport.abort()

    def hurry(self, now: float) -> None:
        if self._takes_nothing(now):
            self.drop()
        elif self._sends_nothing(now):
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    # What asyncio calls.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_since = self._heard_at = self._moved_at = self.loop.time()
        self._open.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)
        self._let_body_go()
        self.pipeline.clear()
        self._stop_waiting()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_deaf:
            return
        self._heard_at = self.loop.time()
        if self._is_in_head:
            self._head_since = self._head_since or self._heard_at
            self._unparsed += len(data)
        self._framing += len(data) if self.has_part_of_a_body else 0
        super().data_received(data)
        if self._is_in_head and self._unparsed > self._bounds.head_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self.has_part_of_a_body and self._framing > self._bounds.framing_bytes:
            self.drop()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._answers_later and self._is_answered:
            self._answers_later = False
            self.on_response_complete()

    # What the parser calls.

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = self._head_headers = 0

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count_head(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.has_part_of_a_body:  # a trailer would pass by what a proxy vouches for
            super().on_header(name, value)
        self._head_headers += 1
        self._count_head(len(name) + len(value))

    def on_headers_complete(self) -> None:
        self._is_in_head, self.has_part_of_a_body = False, True
        self._head_since = None
        self._unparsed = self._framing = 0
        self._asked_at = self.loop.time()
        self._open.begin_request(self)
        super().on_headers_complete()
        cast("dict[str, Any]", self.scope)[CYCLE] = self.cycle
        if len(self.pipeline) > self._bounds.pipelined:
            self.drop()
            raise _RefusedError
        self._stay_open_for_a_body()

    def on_body(self, body: bytes) -> None:
        self._framing = max(0, self._framing - len(body))
        if not self.cycle.response_complete:
            self._body_bytes += len(body)
            self._open.hold_body(len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_head, self.has_part_of_a_body = True, False
        super().on_message_complete()
        if self.cycle.response_complete:
            self._rest()

    # What uvicorn calls.

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Go on to what was sent ahead, or to rest, only when the peer took most of the answer."""
        self._answered_at = self.loop.time()
        if self.flow.write_paused and not self.transport.is_closing():
            self._answers_later = True
            self.flow.pause_reading()
            return
        if not self.pipeline:
            self._let_body_go()
        super().on_response_complete()
        if not self.has_part_of_a_body and not self.pipeline:
            self._rest()

    def shutdown(self) -> None:
        if self._is_deaf:
            self.drop()
        else:
            super().shutdown()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's words
        if not self._is_dropped:
            self._refuse(self._refusal or HTTPStatus.BAD_REQUEST)

    # Within.

    def _count_head(self, size: int) -> None:
        self._head_bytes += size
        bounds = self._bounds
        if self._head_bytes > bounds.head_bytes or self._head_headers > bounds.headers:
            self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _RefusedError

    def _stay_open_for_a_body(self) -> None:
        """Close after the body instead of after the answer, which a reset would swallow."""
        if not self.cycle.keep_alive and any(name in BODY_HEADERS for name, _ in self.headers):
            self.cycle.keep_alive = self._closes_after = True

    def _rest(self) -> None:
        if self._closes_after:
            self.transport.close()
        self._open.end_request(self)

    def _let_body_go(self) -> None:
        self._open.hold_body(-self._body_bytes)
        self._body_bytes = 0

    def _takes_nothing(self, now: float) -> bool:
        """Tell whether the peer has left an answer, or its end, untouched for too long."""
        unsent = self.transport.get_write_buffer_size()
        if unsent < self._unsent or (unsent == 0 and not self.transport.is_closing()):
            self._moved_at = now
        self._unsent = unsent
        if now - self._moved_at > self._bounds.progress_within:
            return True
        is_old = now - self._answered_at > self._bounds.whole_within
        return unsent > 0 and is_old and self._is_answered

    def _sends_nothing(self, now: float) -> bool:
        """Tell whether a head, a body or the rest of one that was answered is overdue."""
        bounds = self._bounds
        if self.flow.read_paused:
            self._heard_at = now
        if self._is_reading_away:
            return now - self._answered_at > bounds.rest_within
        if not self.has_part_of_a_body:
            begun = self._head_since
            return begun is not None and now - begun > bounds.head_within
        silent, whole = now - self._heard_at, now - self._asked_at
        return silent > bounds.progress_within or whole > bounds.whole_within

    def _stop_waiting(self) -> bool:
        """Tell the application that its peer is gone; return whether it was still answering."""
        running = self._running
        if running is None or running.response_complete:
            return False
        running.disconnected = True
        running.message_event.set()
        return True

    @property
    def _is_answered(self) -> bool:
        return self._running is not None and self._running.response_complete

    @property
    def _is_reading_away(self) -> bool:
        """Whether what comes is thrown away, so that no reset swallows what was answered."""
        return self._is_deaf or (self.has_part_of_a_body and self._is_answered)

    def _refuse(self, status: HTTPStatus) -> None:
        """Say in a sentence why no more is read, unless something else is being said."""
        self._refusal = None
        is_being_answered = self._stop_waiting() and not self.has_part_of_a_body
        speaks = self.is_stream or self._is_reading_away or is_being_answered
        if speaks or (self._is_in_head and self._unparsed == 0) or self.transport.is_closing():
            self.drop()
            return
        self._is_deaf = True
        self._answered_at = self.loop.time()
        self.pipeline.clear()
        self._open.end_request(self)
        self.transport.write(refusal(status, headers=self.server_state.default_headers))
        if self.transport.can_write_eof():
            self.transport.write_eof()
