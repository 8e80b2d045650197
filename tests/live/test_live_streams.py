"""What a stream does with its page, its right and its clock, without a server around it."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from closeknit.live import Announcement, AnnouncementKind, Bus, Grant, Streams

TOPIC, ALICE, COUPLE = uuid4(), uuid4(), uuid4()
SOON = 5  # seconds that a loaded machine may take


@dataclass
class Page:
    """The browser's end of one stream, by the letter of ASGI."""

    sent: list[dict] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    slow: asyncio.Event | None = None

    async def send(self, message) -> None:
        if self.slow is not None and message["type"] == "http.response.body":
            await self.slow.wait()
        self.sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.gone.set()

    async def receive(self) -> dict:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def versions(self) -> list[int]:
        lines = [each.get("body", b"") for each in self.sent[1:]]
        return [int(line.split()[-1]) for line in lines if line.startswith(b"data: ")]

    @property
    def has_ended(self) -> bool:
        last = self.sent[-1]
        return last["type"] == "http.response.body" and not last.get("more_body", False)


class Rights:
    """Who may listen, as a test likes it; counts how often it was asked."""

    def __init__(self, version: int = 1) -> None:
        self.right: Grant | None = Grant(person=ALICE, couple=COUPLE, version=version)
        self.asked = 0

    def __call__(self, cookies, topic) -> Grant | None:
        self.asked += 1
        self.cookies = cookies
        if isinstance(self.right, Exception):
            raise self.right
        return self.right if topic == TOPIC else None


def scope(topic: UUID | str = TOPIC, *, method: str = "GET") -> dict:
    headers = [(b"cookie", b"session=one; vault=two")]
    return {"type": "http", "method": method, "path": f"/live/{topic}/", "headers": headers}


async def until(condition) -> None:
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110  what is waited for has no event of its own
            await asyncio.sleep(0.005)


def play(rights: Rights, script, **cadence) -> None:
    """Run `script(streams, open)`; whatever it opened is closed afterwards."""

    async def run() -> None:
        streams = Streams(bus=Bus(), authorize=rights, **cadence)
        tasks = []

        async def open_page(page: Page | None = None, **where) -> Page:
            page = page or Page()
            tasks.append(asyncio.create_task(streams(scope(**where), page.receive, page.send)))
            await until(lambda: page.sent)
            return page

        await script(streams, open_page)
        streams.end_all()
        async with asyncio.timeout(SOON):
            await asyncio.gather(*tasks)
        assert streams.count == 0

    asyncio.run(run())


def test_a_stream_says_the_version_at_once_and_then_each_new_one():
    async def script(streams, open_page):
        page = await open_page()
        for version in (2, 3):
            streams.bus.announce(Announcement(TOPIC, AnnouncementKind.VERSION, version))
            await until(lambda wanted=version: wanted in page.versions)
        assert (page.status, page.versions) == (200, [1, 2, 3])
        assert dict(page.sent[0]["headers"])[b"cache-control"] == b"no-store"

    play(Rights(), script)


def test_events_carry_topic_and_version_only():
    async def script(_streams, open_page):
        page = await open_page()
        await until(lambda: page.versions)
        assert page.sent[1]["body"] == f"data: {TOPIC} 1\n\n".encode()

    play(Rights(), script)


@pytest.mark.parametrize(
    "where",
    [{"topic": uuid4()}, {"topic": "not-a-topic"}, {"topic": ""}, {"method": "POST"}],
    ids=["somebody else's", "no topic", "nothing", "sent"],
)
def test_without_the_right_there_is_nothing(where):
    async def script(streams, open_page):
        page = await open_page(**where)
        await until(lambda: page.has_ended)
        assert (page.status, streams.count) == (404, 0)

    play(Rights(), script)


def test_the_door_is_shown_the_cookies():
    rights = Rights()

    async def script(_streams, open_page):
        await open_page()

    play(rights, script)

    assert rights.cookies == {"session": "one", "vault": "two"}


def test_what_happens_between_the_look_and_the_opening_is_not_missed():
    async def script(streams, open_page):
        page = Page()
        page.slow = asyncio.Event()
        await open_page(page)
        streams.bus.announce(Announcement(TOPIC, AnnouncementKind.VERSION, 7))
        page.slow.set()
        await until(lambda: 7 in page.versions)

    play(Rights(), script)


def test_a_slow_page_gets_only_the_newest_version():
    async def script(streams, open_page):
        page = await open_page()
        await until(lambda: page.versions)
        page.slow = asyncio.Event()
        for version in range(2, 50):
            streams.bus.announce(Announcement(TOPIC, AnnouncementKind.VERSION, version))
        await asyncio.sleep(0.02)
        page.slow.set()
        await until(lambda: 49 in page.versions)
        assert len(page.versions) <= 3

    play(Rights(), script)


@pytest.mark.parametrize("topic", [ALICE, COUPLE, TOPIC])
@pytest.mark.parametrize(
    "ending",
    [None, Grant(person=ALICE, couple=uuid4(), version=1), RuntimeError("the database is gone")],
    ids=["no right", "another couple", "no answer"],
)
def test_a_stream_whose_right_has_ended_closes_at_once(topic, ending):
    rights = Rights()

    async def script(streams, open_page):
        page = await open_page()
        await until(lambda: page.versions)
        rights.right = ending
        streams.bus.announce(Announcement(topic, AnnouncementKind.ACCESS_CHANGED))
        await until(lambda: page.has_ended)

    play(rights, script)


def test_the_right_is_looked_at_again_in_time_without_any_announcement():
    rights = Rights()

    async def script(_streams, open_page):
        page = await open_page()
        await until(lambda: rights.asked >= 3)
        assert not page.has_ended
        rights.right = None
        await until(lambda: page.has_ended)

    play(rights, script, check_every=0.02)


def test_a_look_finds_a_version_whose_announcement_was_lost():
    rights = Rights()

    async def script(_streams, open_page):
        page = await open_page()
        rights.right = Grant(person=ALICE, couple=COUPLE, version=5)
        await until(lambda: 5 in page.versions)

    play(rights, script, check_every=0.02)


def test_a_stream_beats_by_saying_the_version_again():
    async def script(_streams, open_page):
        page = await open_page()
        await until(lambda: page.versions.count(1) >= 3)

    play(Rights(), script, heartbeat_every=0.02)


def test_one_person_holds_only_so_many_streams_and_the_oldest_goes():
    async def script(streams, open_page):
        pages = [await open_page() for _ in range(9)]
        await until(lambda: pages[0].has_ended)
        await until(lambda: streams.count == 8)
        assert not any(page.has_ended for page in pages[1:])

    play(Rights(), script)


def test_pages_that_do_not_notice_their_end_count_as_none_of_a_persons():
    async def script(streams, open_page):
        deaf = [Page(slow=asyncio.Event()) for _ in range(40)]
        for page in deaf:
            await open_page(page)
        await until(lambda: len(streams.bus.listeners(ALICE)) == streams.count == 8)
        for page in deaf:
            page.slow.set()
        await until(lambda: sum(page.has_ended for page in deaf) == 32)

    play(Rights(), script)


def test_a_page_that_leaves_is_forgotten():
    async def script(streams, open_page):
        page = await open_page()
        await until(lambda: streams.count == 1)
        page.gone.set()
        await until(lambda: streams.count == 0)
        assert not any(streams.bus.listeners(each) for each in (TOPIC, ALICE, COUPLE))

    play(Rights(), script)


def test_a_relay_that_fails_does_not_keep_this_process_from_hearing(caplog):
    class Broken:
        def publish(self, _announcement):
            raise OSError("the folder is gone")

        def listen(self, _bus):
            return

    async def script(streams, open_page):
        streams.bus.reach_by(Broken())
        page = await open_page()
        streams.bus.announce(Announcement(TOPIC, AnnouncementKind.VERSION, 2))
        await until(lambda: 2 in page.versions)

    play(Rights(), script)

    assert "reached only this process" in caplog.text
