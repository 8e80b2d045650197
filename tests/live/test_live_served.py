"""The stream on the real server: who may open it, what ends it."""

import re
from collections.abc import Iterator

import pytest
from couple_at_home import Pair, announce_elsewhere, come_in, settle, sign_in
from form_browser import FormBrowser
from served import Served, closeknit, serving


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("live") / "data"


@pytest.fixture(scope="module")
def served(home) -> Iterator[Served]:
    with serving(home) as running:
        yield running


@pytest.fixture(scope="module")
def settled(served) -> Pair:
    return settle(served)


@pytest.fixture
def pair(settled) -> Iterator[Pair]:
    """Both signed in anew, in a new room."""
    for browser, name in ((settled.alice, "alice"), (settled.bob, "bob")):
        sign_in(browser, name)
    settled.enter()
    yield settled
    if "/sign-in/" in settled.bob.open(f"/listening/{settled.listening_room}/"):
        sign_in(settled.bob, "bob")
    settled.tap(settled.bob, "stop")


def test_a_tap_of_one_reaches_the_stream_of_the_other(served, pair):
    stream = pair.stream(pair.bob, served)
    first = stream.version()

    pair.tap(pair.alice, "begin")

    assert stream.status == 200
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert stream.version() == first + 1


@pytest.mark.parametrize("missing", ["session", "vault"])
def test_without_the_session_or_the_open_vault_there_is_no_stream(served, pair, missing):
    stream = pair.stream(pair.alice, served, without=missing)

    assert stream.status == 404


def test_charlie_gets_the_answer_of_a_room_that_does_not_exist(served, pair, home):
    charlie = FormBrowser(pair.alice.base)
    link = closeknit("invite", home=home, PORT=str(served.port)).stdout
    come_in(charlie, re.search(r"/begin/[\w-]+/", link).group(), "charlie")

    theirs = pair.stream(charlie, served)
    nobodys = Pair(pair.alice, pair.bob, listening_room=pair.listening_room[::-1]).stream(
        charlie, served
    )

    assert theirs.status == nobodys.status == 404
    assert theirs.rest() == nobodys.rest()


def test_locking_ends_the_stream_at_once(served, pair):
    stream = pair.stream(pair.alice, served)
    stream.version()

    pair.alice.open("/settings/")
    pair.alice.send(pair.alice.form("/lock/"))

    assert stream.version() is None
    assert pair.stream(pair.alice, served).status == 404


def test_signing_out_ends_the_stream_and_leaves_the_other_ones(served, pair):
    stream, others = pair.stream(pair.alice, served), pair.stream(pair.bob, served)
    first = [each.version() for each in (stream, others)]

    pair.alice.open("/settings/")
    pair.alice.send(pair.alice.form("/sign-out/"))
    ended = stream.version()
    pair.bob.open(f"/listening/{pair.listening_room}/")
    pair.bob.send(next(form for form in pair.bob.forms() if form.action.endswith("/pause/")))

    assert ended is None
    assert others.version() == first[1] + 1


def test_another_process_on_this_host_reaches_the_stream(served, pair, home):
    stream = pair.stream(pair.alice, served)
    stream.version()

    announce_elsewhere(home, pair.listening_room, 77)

    assert stream.version() == 77


def test_fault_10_the_same_tap_sent_twice_is_one_step(served, pair):
    stream = pair.stream(pair.bob, served)
    first = stream.version()
    pair.alice.open(f"/listening/{pair.listening_room}/")
    begin = pair.button(pair.alice, "begin")

    for _ in range(2):
        pair.alice.send(begin)
    moved = stream.version()
    pair.tap(pair.alice, "finish")

    assert (moved, stream.version()) == (first + 1, first + 2)


def test_leaving_the_space_ends_the_streams_of_both(tmp_path):
    with serving(tmp_path / "data") as served:
        pair = settle(served)
        pair.enter()
        streams = [pair.stream(each, served) for each in (pair.alice, pair.bob)]
        for each in streams:
            each.version()

        pair.bob.open("/leave/")
        pair.bob.send(pair.bob.form("/leave/"), current="a quiet bob evening")

        assert [last_of(each) for each in streams] == [None, None]
        assert pair.stream(pair.alice, served).status == 404


def last_of(stream) -> int | None:
    """Read on to the end; leaving also moves the room on, so one version may come before."""
    return stream.version() and stream.version()
