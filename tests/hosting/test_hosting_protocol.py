"""What a connection's clock decides, without waiting for it; the real waits are in tests/faults."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from uvicorn import Config
from uvicorn.server import ServerState

from closeknit.hosting.bounds import Bounds
from closeknit.hosting.connections import OpenConnections
from closeknit.hosting.protocol import BoundedProtocol

BOUNDS = Bounds(connections=10, framing_bytes=1_000)
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


@dataclass
class FakeTransport:
    """A peer of whom is only known how much it has not taken."""

    unsent: int = 0
    written: bytes = b""
    is_reading: bool = True
    is_aborted: bool = False
    is_closed: bool = False
    on_write: Callable[[], None] = lambda: None

    def get_extra_info(self, name, _default=None):
        return {"peername": ("203.0.113.7", 5), "sockname": ("203.0.113.1", 8321)}.get(name)

    def get_write_buffer_size(self):
        return self.unsent

    def write(self, data):
        self.written += data
        self.on_write()

    def is_closing(self):
        return self.is_aborted or self.is_closed

    def can_write_eof(self):
        return False

    def pause_reading(self):
        self.is_reading = False

    def resume_reading(self):
        self.is_reading = True

    def close(self):
        self.is_closed = True

    def abort(self):
        self.is_aborted = True


async def page(scope, receive, send):
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


async def stream(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"a", "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass


def played(
    app: Callable,
    *fed: bytes,
    then: Callable[[BoundedProtocol, FakeTransport, float], None],
    later: Callable[[BoundedProtocol, FakeTransport], None] = lambda _protocol, _transport: None,
) -> None:
    """Feed a connection, let its application run, and go on with it at that moment."""

    async def play() -> None:
        config = Config(app, lifespan="off", ws="none", log_config=None)
        config.load()
        protocol = BoundedProtocol(config, ServerState(), open_connections=OpenConnections(BOUNDS))
        transport: Any = FakeTransport()
        protocol.connection_made(transport)
        for part in fed:
            protocol.data_received(part)
            for _ in range(5):
                await asyncio.sleep(0)
        then(protocol, transport, asyncio.get_running_loop().time())
        for _ in range(5):
            await asyncio.sleep(0)
        later(protocol, transport)
        protocol.connection_lost(None)

    asyncio.run(play())


def test_a_stream_may_last_for_days_when_its_page_reads_it():
    def then(protocol, transport, now):
        for hour in range(100):
            protocol.hurry(now + 3600 * hour)
        assert protocol.is_stream
        assert not transport.is_closing()

    played(stream, GET, then=then)


def test_a_stream_that_nobody_reads_ends_although_it_grows():
    def then(protocol, transport, now):
        for second in range(30):
            transport.unsent += 40
            protocol.hurry(now + second)
        assert not transport.is_aborted
        protocol.hurry(now + 32)
        assert transport.is_aborted

    played(stream, GET, then=then)


def test_an_answer_that_is_taken_slowly_goes_on_but_not_for_ever():
    def then(protocol, transport, now):
        transport.unsent = 1_000_000
        for half_minute in range(30):
            transport.unsent -= 1
            protocol.hurry(now + 29 * half_minute)
        assert not transport.is_aborted
        for half_minute in range(30, 33):
            transport.unsent -= 1
            protocol.hurry(now + 29 * half_minute)
        assert transport.is_aborted

    played(page, GET, then=then)


def test_a_connection_that_closes_with_an_unread_answer_ends_too():
    def then(protocol, transport, now):
        transport.unsent = 10
        transport.close()
        protocol.hurry(now + 1)
        assert not transport.is_aborted
        protocol.hurry(now + 32)
        assert transport.is_aborted

    played(page, GET, then=then)


def test_a_body_that_comes_byte_by_byte_ends_after_a_quarter_of_an_hour(monkeypatch):
    def then(protocol, transport, now):
        for half_minute in range(32):
            monkeypatch.setattr(protocol.loop, "time", lambda: now + 29 * half_minute)  # noqa: B023
            protocol.data_received(b"1\r\nx\r\n")
            protocol.hurry(now + 29 * half_minute + 1)
            if half_minute == 30:
                assert transport.written == b""
        assert transport.written.startswith(b"HTTP/1.1 408 ")

    played(page, CHUNKED, then=then)


def test_a_body_of_more_framing_than_words_ends_at_once():
    def then(protocol, transport, now):
        protocol.data_received(b"1;" + b"e" * 500 + b"\r\nx\r\n")
        assert not transport.is_aborted
        protocol.data_received(b"1;" + b"e" * 500 + b"\r\nx\r\n")
        assert transport.is_aborted

    played(page, CHUNKED, then=then)


def test_trailers_count_as_headers():
    def then(protocol, transport, now):
        protocol.data_received(b"0\r\n" + b"X: y\r\n" * (BOUNDS.headers + 1) + b"\r\n")
        assert transport.written.startswith(b"HTTP/1.1 431 ")

    played(page, CHUNKED, then=then)


def test_a_next_request_waits_until_the_answer_before_it_is_taken():
    def then(protocol, transport, now):
        def fill():  # as asyncio does when the peer takes nothing
            if transport.written.endswith(b"ok"):
                protocol.pause_writing()

        transport.on_write = fill
        protocol.data_received(GET * 2)

    def later(protocol, transport):
        assert (transport.written.count(b"ok"), transport.is_reading) == (1, False)
        assert len(protocol.pipeline) == 1
        protocol.resume_writing()
        assert transport.is_reading
        assert len(protocol.pipeline) == 0

    played(page, then=then, later=later)


def test_bodies_are_let_go_when_they_are_answered():
    def then(protocol, transport, now):
        assert protocol._open._bodies == 0

    played(page, CHUNKED, b"a\r\n" + b"x" * 10 + b"\r\n0\r\n\r\n", then=then)


def test_a_body_that_its_peer_leaves_unfinished_is_let_go():
    def then(protocol, transport, now):
        held = protocol._open._bodies
        protocol.connection_lost(None)
        assert (held, protocol._open._bodies, len(protocol._open)) == (10, 0, 0)
        protocol.connection_made(transport)

    played(page, CHUNKED, b"a\r\n" + b"x" * 10 + b"\r\n", then=then)
