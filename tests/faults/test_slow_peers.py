"""Peers that never finish what they say, or never read what they asked for."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Served, serving
from slow_peers import HEAD, Visitor, at_home, files_below, listen_to, peers, until

pytestmark = pytest.mark.fault
HEAD_WITHIN, PROGRESS_WITHIN, REST_WITHIN = 10, 30, 10  # seconds, as docs/hosting.md says
LATE = 4  # seconds: a look each second, and a loaded machine
PAGES = 50  # to learn what one costs
LEAVING, AT_ONCE = 75, 40
LARGE_FILE = b"GET /static/django_htmx/htmax-4.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
MULTIPART = (
    HEAD + b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * 20_000
)


@pytest.fixture(scope="module")
def spool(tmp_path_factory):
    return tmp_path_factory.mktemp("spool")


@pytest.fixture(scope="module")
def served(tmp_path_factory, spool) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(spool))
        with serving(tmp_path_factory.mktemp("slow") / "data") as running:
            yield running


@pytest.fixture(scope="module")
def alice(served) -> Visitor:
    return at_home(served)


@pytest.fixture
def visitor(served, alice) -> Visitor:
    return Visitor(alice.browser, served)


def test_headers_that_never_end_are_given_up_after_ten_seconds(served, visitor):
    with visitor.visiting(), peers(served, 200, said=HEAD + b"X-A: ") as opened:

        def drip() -> None:
            for one in opened:
                one.send(b"b")
                one.listen()

        took = until(
            lambda: all(one.is_over for one in opened),
            seconds=HEAD_WITHIN + LATE,
            meanwhile=drip,
        )

    assert took > HEAD_WITHIN - 1
    assert all(one.said.startswith(b"HTTP/1.1 408 ") for one in opened)
    visitor.assert_served()


def test_silent_bodies_and_unread_answers_are_given_up_after_thirty_seconds(served, visitor, spool):
    before = served.sockets
    with (
        visitor.visiting(),
        peers(served, 100, said=MULTIPART) as silent,
        peers(served, 20, said=LARGE_FILE, window=4096) as deaf,
    ):
        spooled, most_open, began, first_given_up = [], 0, time.monotonic(), 0.0

        def ask_on_and_never_read() -> None:
            nonlocal most_open, first_given_up
            for one in deaf:
                one.send(LARGE_FILE)
            for one in silent:
                one.listen()
            if not first_given_up and any(one.is_over for one in [*silent, *deaf]):
                first_given_up = time.monotonic() - began
            most_open = max(most_open, served.sockets)
            spooled.extend([*files_below(spool), *_below(spool, served.open_files)])

        until(
            lambda: all(one.is_over for one in [*silent, *deaf]),
            seconds=PROGRESS_WITHIN + REST_WITHIN + LATE,
            meanwhile=ask_on_and_never_read,
        )

    assert all(one.said.startswith(b"HTTP/1.1 408 ") for one in silent)
    assert most_open >= before + 120
    assert first_given_up > PROGRESS_WITHIN - 1
    assert spooled == []
    visitor.assert_served()


def test_bodies_without_end_are_refused_at_their_limit(served, visitor):
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    with (
        visitor.visiting(),
        peers(served, 20, said=HEAD + b"Transfer-Encoding: chunked\r\n\r\n") as endless,
    ):
        began = time.monotonic()

        def pour() -> None:
            for one in endless:
                for _ in range(20):
                    one.send(chunk)
                one.listen()

        until(
            lambda: all(one.is_over or b"</html>" in one.said for one in endless),
            seconds=60,
            meanwhile=pour,
        )
        refused = time.monotonic() - began
        until(
            lambda: all(one.is_over for one in endless),
            seconds=REST_WITHIN + LATE,
            meanwhile=pour,
        )

    assert all(one.said.startswith(b"HTTP/1.1 413 ") for one in endless)
    assert refused < REST_WITHIN
    visitor.assert_served()


def test_many_requests_sent_ahead_end_their_connection(served, visitor):
    with visitor.visiting(), peers(served, 50, said=LARGE_FILE * 500, window=4096) as opened:

        def listen() -> None:
            for one in opened:
                one.listen()

        until(lambda: all(one.is_over for one in opened), seconds=LATE, meanwhile=listen)
        until(lambda: len(visitor.took) > 6, seconds=60, meanwhile=listen)

    visitor.assert_served()


def test_who_asks_for_thousands_of_pages_and_leaves_holds_nobody_up(served, visitor):
    asking = b"GET /guide/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    began = served.cpu_seconds
    for _ in range(PAGES):
        served.status("/guide/")
    a_page = (served.cpu_seconds - began) / PAGES

    began = served.cpu_seconds
    for _ in range(LEAVING):
        with peers(served, AT_ONCE, said=asking):
            pass
    visitor.visit()

    assert visitor.wrong == []
    assert served.cpu_seconds - began < LEAVING * AT_ONCE * a_page / 3


def test_what_strangers_do_wrong_again_and_again_leaves_a_short_log(served, visitor):
    before = len(served.said)
    for _ in range(8):
        with peers(served, 50, said=b"garbage\r\n\r\n") as opened:
            until(
                lambda: all(one.is_over for one in opened),
                seconds=60,
                meanwhile=lambda: listen_to(opened),
            )
            assert {one.said[:13] for one in opened} == {b"HTTP/1.1 400 "}

    visitor.visit()
    assert visitor.wrong == []
    assert len(served.said) - before < 4096


def _below(folder: Path, open_files: list[str]) -> list[str]:
    return [path for path in open_files if path.startswith(str(folder))]
