"""Event streams at `/live/<topic>/`: a raw ASGI application, a few kilobytes each."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from uuid import UUID

from closeknit.live.bus import Announcement, AnnouncementKind, Bus

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PREFIX = "/live/"
HEARTBEAT_EVERY = 15.0  # seconds; a page that hears nothing for longer opens its stream again
CHECK_EVERY = 60.0  # seconds between two looks at the right to listen
TICK_EVERY = 0.1  # seconds; a little at a time, so that taps never wait for many looks
MOST_PER_PERSON = 8
_CHECKING_THREADS = 2

_EVERY = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]
_HEADERS = [*_EVERY, (b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]
_REFUSAL = [*_EVERY, (b"content-type", b"text/plain; charset=utf-8")]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Grant:
    """A right to listen: what ends it, and the version of what it listens to at this moment."""

    person: UUID
    couple: UUID
    version: int


Authorize = Callable[[Mapping[str, str], UUID], Grant | None]


class Streams:
    """Opens a stream for whoever has the right to it, and looks again each minute.

    `authorize` takes the request's cookies and a topic; it runs in a thread and may query.
    """

    def __init__(
        self,
        *,
        bus: Bus,
        authorize: Authorize,
        heartbeat_every: float = HEARTBEAT_EVERY,
        check_every: float = CHECK_EVERY,
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> None:
        self.bus = bus
        self.heartbeat_every, self.check_every = heartbeat_every, check_every
        self._authorize = authorize
        self._headers = headers
        self._threads = ThreadPoolExecutor(_CHECKING_THREADS, thread_name_prefix="live")
        self._open: set[_Stream] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticking: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        topic = topic_of(scope["path"]) if scope["method"] == "GET" else None
        if topic is None:
            await self._refuse(send)
            return
        stream = _Stream(self, topic=topic, cookies=_cookie_header(scope), send=send)
        self.bus.subscribe(topic, stream)
        try:
            await self._hold(stream, receive)
        finally:
            self.let_go(stream)

    def end_all(self) -> None:
        """Let go of every stream, so that the server may stop; pages come back by themselves."""
        for stream in tuple(self._open):
            stream.end()

    @property
    def count(self) -> int:
        return len(self._open)

    async def look(self, stream: "_Stream") -> Grant | None:
        """Ask whether the stream's browser may listen now; what fails counts as no."""
        loop = asyncio.get_running_loop()
        cookies = _read_cookies(stream.cookies)
        try:
            return await loop.run_in_executor(self._threads, self._authorize, cookies, stream.topic)
        except Exception:  # noqa: BLE001  it fails closed, whatever it was
            _log.exception("The right to listen could not be checked.")
            return None

    def start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_run(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hold(self, stream: "_Stream", receive: Receive) -> None:
        right = await self.look(stream)
        if right is None:
            await self._refuse(stream.send)
            return
        headers = [*_HEADERS, *self._headers]
        await stream.send({"type": "http.response.start", "status": 200, "headers": headers})
        self._admit(stream, right)
        while (await receive())["type"] != "http.disconnect":
            pass

    async def _refuse(self, send: Send) -> None:
        headers = [*_REFUSAL, *self._headers]
        await send({"type": "http.response.start", "status": 404, "headers": headers})
        await send({"type": "http.response.body", "body": b"There is nothing here.\n"})

    def _admit(self, stream: "_Stream", right: Grant) -> None:
        others = self.bus.listeners(right.person)
        if len(others) >= MOST_PER_PERSON:
            others[0].end()
        for topic in (right.person, right.couple):
            self.bus.subscribe(topic, stream)
        self._open.add(stream)
        stream.begin(right, now=asyncio.get_running_loop().time())
        if self._ticking is None or self._ticking.done():
            self._ticking = asyncio.ensure_future(self._tick())

    def let_go(self, stream: "_Stream") -> None:
        stream.is_open = False
        self._open.discard(stream)
        for topic in stream.topics:
            self.bus.unsubscribe(topic, stream)

    async def _tick(self) -> None:
        """Let each stream heartbeat, and look at each right, in its own time."""
        pause = min(TICK_EVERY, self.heartbeat_every / 2, self.check_every / 2)
        while self._open:
            await asyncio.sleep(pause)
            now = asyncio.get_running_loop().time()
            for stream in tuple(self._open):
                stream.tick(now)


class _Stream:
    """One open page; a set of slots, since there may be thousands."""

    __slots__ = (
        "_beat_at",
        "_check_at",
        "_is_sending",
        "_newest",
        "_sent",
        "_streams",
        "cookies",
        "is_open",
        "send",
        "topic",
        "topics",
    )

    def __init__(self, streams: Streams, *, topic: UUID, cookies: bytes, send: Send) -> None:
        self._streams = streams
        self.topic, self.cookies, self.send = topic, cookies, send
        self.topics: tuple[UUID, ...] = (topic,)
        self.is_open = self._is_sending = False
        self._newest = self._sent = 0
        self._beat_at = self._check_at = 0.0

    def begin(self, right: Grant, *, now: float) -> None:
        self.topics = (self.topic, right.person, right.couple)
        self.is_open = True
        share = self.topic.int % 1009 / 1009  # those who came at once fall due in turn
        self._beat_at = now + share * self._streams.heartbeat_every
        self._check_at = now + share * self._streams.check_every
        self._offer(right.version)

    def on_message(self, message: Announcement) -> None:
        if message.kind is AnnouncementKind.VERSION:
            self._offer(message.version)
        elif self.is_open:
            self._streams.start(self._revalidate())

    def tick(self, now: float) -> None:
        if now >= self._check_at:
            self._check_at = now + self._streams.check_every
            self._streams.start(self._revalidate())
        if now >= self._beat_at:
            self._beat_at = now + self._streams.heartbeat_every
            self._sent = 0
            self._offer(self._newest)

    def end(self) -> None:
        """End at once: until its page notices, a stream that ended counts as none of a person's."""
        if self.is_open:
            self._streams.let_go(self)
            self._streams.start(self.send({"type": "http.response.body", "body": b""}))

    def _offer(self, version: int) -> None:
        """Send the newest version; while a slow page still takes one, only the last counts."""
        self._newest = max(self._newest, version)
        if self.is_open and not self._is_sending and self._newest > self._sent:
            self._is_sending = True
            self._streams.start(self._flush())

    async def _flush(self) -> None:
        try:
            while self.is_open and self._newest > self._sent:
                self._sent = self._newest
                line = f"data: {self.topic} {self._sent}\n\n".encode()
                await self.send({"type": "http.response.body", "body": line, "more_body": True})
        finally:
            self._is_sending = False

    async def _revalidate(self) -> None:
        right = await self._streams.look(self)
        if right is None or set(self.topics) != {self.topic, right.person, right.couple}:
            self.end()
        else:
            self._offer(right.version)


def topic_of(path: str) -> UUID | None:
    """Return the topic that a path names, or None."""
    try:
        return UUID(path.removeprefix(PREFIX).removesuffix("/"))
    except ValueError:
        return None


async def _run(work: Awaitable[None]) -> None:
    await work


def _cookie_header(scope: Message) -> bytes:
    return b"; ".join(value for name, value in scope["headers"] if name == b"cookie")


def _read_cookies(header: bytes) -> dict[str, str]:
    jar = SimpleCookie()
    try:
        jar.load(header.decode("latin-1"))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}
