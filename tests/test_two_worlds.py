"""What a partner can fetch is a pure function of what both share.

Two worlds have the same couple, the same clock and the same acts of Bob. In one of them Alice does
something that is hers alone. Whatever Bob fetches is the same, now and on later days, and so is
whatever his open pages are told.
"""

from collections.abc import Iterable

import pytest
from acts import Browser
from courses import BOBS_ACTS
from evenings import LISTENING_ROOM, an_evening, an_evening_alone, join, two_listening
from fetched import Fetched
from private_acts import PRIVATE_ACTS, WHILE_ALONE, WITH_BOTH_THERE
from shared_acts import PLAYED_NOWHERE
from shared_acts import PRIVATE_ACTS as PRIVATE_ADDRESSES
from worlds import Evening, World, assert_same, chance

ANSWERS = frozenset(name for name in PRIVATE_ACTS if name.startswith("an answer"))
FOR_TWO = frozenset({"a lone yes", "a yes taken back"})
EVERY_ACT = {**PRIVATE_ACTS, **WITH_BOTH_THERE, **WHILE_ALONE}


def seen_after(evening: Evening, names: Iterable[str]) -> list[list[Fetched]]:
    """Let Alice act; return what Bob finds at once, on the next evening and after the week."""
    with evening.world("one") as world:
        _act(world, names)
        for ahead in (0, 1, 7):
            world.clock.forward(days=ahead)
            world.look()
        return world.seen


def _act(world: World, names: Iterable[str]) -> None:
    for name in names:
        assert world.do("alice", EVERY_ACT[name], name) == "", name


def groups() -> list[list[str]]:
    """Every private act once, beside no answer of Alice's and beside each kind of it."""
    rest = [name for name in PRIVATE_ACTS if name not in ANSWERS]
    kinds = [(), *((name,) for name in sorted(ANSWERS))]
    shares = [rest[place :: len(kinds)] for place in range(len(kinds))]
    return [[*kind, *share] for kind, share in zip(kinds, shares, strict=True)]


def test_nothing_that_is_alices_alone_shows_in_anything_bob_can_fetch(db, clock):
    evening = an_evening(clock)
    expected = seen_after(evening, ())
    assert {each.status for seen in expected for each in seen} <= {200, 302, 404, 405, 422}

    for names in groups():
        if seen_after(evening, names) != expected:
            for name in names:  # which one was it?
                assert_same(seen_after(evening, [name]), expected, name)
            assert_same(seen_after(evening, names), expected, " and ".join(names))


def test_bob_who_sets_the_address_that_alice_set_finds_what_he_finds_without(db, clock):
    evening = an_evening(clock)
    found = {}
    for names in ((), ("an address",)):
        with evening.world("one") as world:
            _act(world, names)
            for act in ("the address that she may have", "a sign-in by it"):
                assert world.do("bob", BOBS_ACTS[act], act) == ""
                world.look()
            found[names] = world.seen

    assert_same(found[("an address",)], found[()], "an address")


@pytest.mark.parametrize("name", WITH_BOTH_THERE)
def test_nothing_that_is_alices_alone_shows_while_both_are_there(db, clock, name):
    evening = two_listening(clock)
    expected = seen_after(evening, ())

    found = seen_after(evening, [name])

    assert_same(found, expected, name)


def test_what_moves_the_room_for_both_is_announced_in_a_world(db, clock):
    with two_listening(clock).world("one") as world:
        before = world.look()[-1].words
        for who in ("alice", "bob"):
            world.do(who, EVERY_ACT["a rating"], who)
        after = world.look()[-1].words

    assert (before, after) == ("", f"{LISTENING_ROOM} VERSION 7")


def test_nothing_that_she_did_alone_shows_once_bob_has_joined(db, clock):
    evening = an_evening_alone(clock)
    expected, _none = seen_after_joining(evening, ())

    for names in [*groups(), list(WHILE_ALONE)]:
        found, refused = seen_after_joining(evening, names)
        assert refused <= FOR_TWO
        if found != expected:
            for name in names:  # which one was it?
                assert_same(seen_after_joining(evening, [name])[0], expected, name)
            assert_same(found, expected, " and ".join(names))


def seen_after_joining(
    evening: Evening, names: Iterable[str]
) -> tuple[list[list[Fetched]], set[str]]:
    """Let Alice act alone, and Bob join the next day; return what he finds and what was refused."""
    with evening.world("one") as world:
        refused = {name for name in names if world.do("alice", EVERY_ACT[name], name)}
        world.clock.forward(days=1)
        with world.entered(), chance("join"):
            join(world.alice, world.bob)
        for ahead in (0, 8):
            world.clock.forward(days=ahead)
            world.look()
        return world.seen, refused


def test_every_private_address_is_played_by_some_act_or_excused(db, clock, monkeypatch):
    begun = {an_evening(clock): PRIVATE_ACTS, two_listening(clock): WITH_BOTH_THERE}
    took: set[str] = set()
    monkeypatch.setattr(Browser, "took", took)

    for evening, acts in begun.items():
        for name in acts:
            with evening.world("one") as world:
                _act(world, [name])

    assert PRIVATE_ADDRESSES - took == set(PLAYED_NOWHERE)
