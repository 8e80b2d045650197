import resource
from dataclasses import dataclass, field, replace

import pytest

from closeknit.hosting import bounds as bounds_module
from closeknit.hosting.bounds import BODY_LIMIT, Bounds, body_limit, bounds_here, largest_body
from closeknit.hosting.connections import OpenConnections

HOME, OTHER, HERE = "203.0.113.7", "203.0.113.8", "127.0.0.1"
BOUNDS = Bounds(connections=5, of_one_source=2, bodies_bytes=100)


@dataclass(eq=False)
class Fake:
    open: OpenConnections
    peer: str = HERE
    is_stream: bool = False
    waits_for_peer: bool = False
    has_part_of_a_body: bool = False
    is_dropped: bool = field(default=False, init=False)

    def __post_init__(self):
        self.open.admit(self)

    def drop(self):
        self.is_dropped = True
        self.open.discard(self)

    def hurry(self, now):
        pass

    def ask(self, **now):
        self.open.begin_request(self)
        for name, value in now.items():
            setattr(self, name, value)
        return self


@pytest.fixture
def connections():
    return OpenConnections(BOUNDS)


def dropped(*connections):
    return [one.is_dropped for one in connections]


def test_over_all_the_oldest_without_a_request_goes(connections):
    asking = Fake(connections).ask()
    resting = [Fake(connections) for _ in range(4)]

    newest = Fake(connections)

    assert dropped(asking, *resting, newest) == [False, True, False, False, False, False]
    assert len(connections) == 5


def test_one_that_asked_and_was_answered_is_without_a_request_since_then(connections):
    answered = Fake(connections).ask()
    resting = [Fake(connections) for _ in range(4)]
    connections.end_request(answered)

    Fake(connections)

    assert dropped(answered, *resting) == [False, True, False, False, False]


def test_where_all_have_a_request_the_oldest_that_waits_for_its_peer_goes(connections):
    stream = Fake(connections).ask(is_stream=True)
    page = Fake(connections).ask()
    slow = [Fake(connections).ask(waits_for_peer=True) for _ in range(3)]

    newest = Fake(connections)

    assert dropped(stream, page, *slow, newest) == [False, False, True, False, False, False]


def test_where_nobody_may_go_the_newest_does(connections):
    pages = [Fake(connections).ask() for _ in range(5)]

    newest = Fake(connections)

    assert dropped(*pages, newest) == [False] * 5 + [True]


def test_one_source_has_a_bound_and_takes_nothing_from_others(connections):
    other = Fake(connections, OTHER)
    first = [Fake(connections, HOME) for _ in range(2)]

    third = Fake(connections, HOME)

    assert dropped(other, *first, third) == [False, True, False, False]


def test_addresses_of_one_ipv6_home_are_one_source(connections):
    first = [Fake(connections, f"2001:db8::{number}") for number in range(2)]

    Fake(connections, "2001:db8::ffff:1")

    assert dropped(*first) == [True, False]


def test_live_streams_do_not_count_towards_their_source(connections):
    streams = [Fake(connections, HOME).ask(is_stream=True) for _ in range(2)]
    others = [Fake(connections, HOME) for _ in range(2)]

    assert dropped(*streams, *others) == [False] * 4


@pytest.mark.parametrize("here", [HERE, "127.3.2.1", "::1", "::ffff:127.0.0.1", ""])
def test_this_machine_itself_is_no_source(connections, here):
    assert dropped(*[Fake(connections, here) for _ in range(5)]) == [False] * 5


def test_behind_our_own_proxy_every_peer_is_the_proxy():
    connections = OpenConnections(replace(BOUNDS, of_one_source=None))

    assert dropped(*[Fake(connections, HOME) for _ in range(5)]) == [False] * 5


def test_over_the_memory_for_bodies_the_oldest_unfinished_one_goes(connections):
    whole = Fake(connections).ask()
    unfinished = [Fake(connections).ask(has_part_of_a_body=True) for _ in range(2)]

    connections.hold_body(100)
    before = dropped(whole, *unfinished)
    connections.hold_body(1)

    assert before == [False] * 3
    assert dropped(whole, *unfinished) == [False, True, False]


def test_what_has_left_is_forgotten(connections):
    for _ in range(20):
        connections.discard(Fake(connections, HOME))

    assert len(connections) == 0
    assert connections._of_source == {}
    assert connections._without_request == {}


def test_an_address_may_take_larger_bodies_than_the_others(monkeypatch):
    monkeypatch.setattr(bounds_module, "BODY_LIMITS", (("/keepsakes/new/", 5_000_000),))

    assert body_limit("/keepsakes/new/photo/") == largest_body() == 5_000_000
    assert body_limit("/keepsakes/") == BODY_LIMIT


@pytest.mark.parametrize(
    ("open_files", "connections"), [(256, 16), (1024, 576), (8192, 4096), (1_000_000, 4096)]
)
def test_connections_leave_room_for_the_files_of_everything_else(
    monkeypatch, open_files, connections
):
    soft = []
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (200, open_files))
    monkeypatch.setattr(resource, "setrlimit", lambda _which, limits: soft.append(limits))

    bounds = bounds_here(trusted_proxies=0)

    assert bounds.connections == connections
    assert soft == [(min(open_files, 8192), open_files)]
    assert bounds.of_one_source == 64
    assert bounds_here(trusted_proxies=1).of_one_source is None


def test_the_figures_are_those_of_the_documentation():
    assert Bounds(connections=1) == Bounds(
        connections=1,
        of_one_source=64,
        head_within=10,
        progress_within=30,
        whole_within=15 * 60,
        rest_within=10,
        head_bytes=65_536,
        headers=100,
        framing_bytes=262_144,
        pipelined=8,
        bodies_bytes=67_108_864,
    )
