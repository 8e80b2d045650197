"""What a partner can fetch is a pure function of what both share.

Two worlds have the same couple, the same clock and the same acts of Bob. In one of them Alice does
something that is hers alone. Whatever Bob fetches is the same, now and on later days.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from cast import Person
from django.test import Client
from fetched import Fetched
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from private_acts import PRIVATE_ACTS, WITH_BOTH_THERE, answer, day, post, posting
from worlds import Couple, assert_same, chance

from closeknit.rooms.calendar.actions import make_feed
from closeknit.rooms.listening.actions import Plan, begin_listening_room, take_step
from closeknit.rooms.listening.queries import open_listening_room
from closeknit.rooms.listening.rules import Act
from closeknit.rooms.meetings.actions import begin_meeting, keep_hour
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.people.models import Keyring
from closeknit.rooms.questions.actions import ask
from closeknit.rooms.questions.queries import tonight
from closeknit.rooms.repair.actions.asking import ask_for_time

ROOM = UUID(int=5)
ANSWERS = frozenset(name for name in PRIVATE_ACTS if name.startswith("an answer"))


@pytest.fixture
def evening(couple, clock) -> Couple:
    """An evening with something behind it: answers, a thank-you, an hour, a wish to talk."""
    alice, bob = couple
    _sign_in(couple)
    for person in couple:
        answer(person)
    clock.forward(days=3)
    answer(bob)  # waits for Alice
    for person in couple:
        thanks = ThankYouWords(did=f"{person.name} says: you made tea")
        write_thanks(viewer=person.viewer(), key=UUID(int=len(person.name)), words=thanks)
    hour = WeeklyHour(weekday=6, at=clock.now.time(), zone="Europe/Berlin")
    keep_hour(viewer=bob.viewer(), hour=hour)
    clock.forward(days=8, hours=-1)
    ask(viewer=bob.viewer(), text="Tonight's is Bob's own?", key=UUID(int=3))
    clock.forward(days=1)
    ask_for_time(viewer=bob.viewer())
    _sign_in(couple)
    feed = make_feed(user=bob.user, today=bob.viewer().today)
    return Couple(alice, bob, clock, feed=feed)


@pytest.fixture
def live_evening(couple, clock) -> Couple:
    """An evening on which both are in the listening room, after a turn, and in a meeting."""
    alice, bob = couple
    _sign_in(couple)
    plan = Plan("", "the garden", True, False, timedelta(minutes=2))  # noqa: FBT003  of one use
    begin_listening_room(viewer=alice.viewer(), key=ROOM, plan=plan)
    taps = ((bob, Act.AGREE), (alice, Act.BEGIN), (alice, Act.FINISH), (bob, Act.SAY_BACK))
    for person, act in (*taps, (alice, Act.GOT_IT)):
        row = open_listening_room(viewer=person.viewer())
        take_step(viewer=person.viewer(), listening_room_id=row.pk, act=act, version=row.version)
    begin_meeting(viewer=alice.viewer())
    return Couple(alice, bob, clock, feed="", rooms=(ROOM,))


def _sign_in(couple) -> None:
    Keyring.objects.update(by_recovery=b"on paper")
    for person in couple:
        person.client = Client()
        person.sign_in()


def seen_after(couple: Couple, names: Iterable[str]) -> list[list[Fetched]]:
    """Let Alice act; return what Bob finds at once, on the next evening and after the week."""
    with couple.world() as world:
        for name in names:
            with chance(name):
                {**PRIVATE_ACTS, **WITH_BOTH_THERE}[name](world.alice)
        for number, ahead in enumerate((0, 1, 7)):
            world.clock.forward(days=ahead)
            with chance(f"look {number}"):
                world.look()
        return world.seen


def groups() -> list[list[str]]:
    """Every private act once, beside no answer of Alice's and beside each kind of it."""
    rest = [name for name in PRIVATE_ACTS if name not in ANSWERS]
    kinds = [(), *((name,) for name in sorted(ANSWERS))]
    shares = [rest[place :: len(kinds)] for place in range(len(kinds))]
    return [[*kind, *share] for kind, share in zip(kinds, shares, strict=True)]


def test_nothing_that_is_alices_alone_shows_in_anything_bob_can_fetch(evening):
    expected = seen_after(evening, ())
    assert {each.status for seen in expected for each in seen} <= {200, 302, 404, 405, 422}

    for names in groups():
        if seen_after(evening, names) != expected:
            for name in names:  # which one was it?
                assert_same(seen_after(evening, [name]), expected, name)
            assert_same(seen_after(evening, names), expected, " and ".join(names))


@pytest.mark.parametrize("name", WITH_BOTH_THERE)
def test_nothing_that_is_alices_alone_shows_while_both_are_there(live_evening, name):
    expected = seen_after(live_evening, ())

    found = seen_after(live_evening, [name])

    assert_same(found, expected, name)


BOBS_ACTS: dict[str, Callable[[Person], object]] = {
    "an answer": answer,
    "not tonight": lambda bob: post(bob, f"{day(bob)}/pass/"),
    "a draft": lambda bob: post(bob, f"{day(bob)}/draft/", text="mine"),
    "never again": lambda bob: post(bob, f"{day(bob)}/skip/", question=_asked(bob)),
    "a question": lambda bob: post(bob, "/questions/own/", key=str(uuid4()), text="And you?"),
    "packs": posting("/questions/choices/", packs=["apart", "parents"]),
    "no packs": posting("/questions/choices/"),
    "a pace": posting("/pace/", pace="more"),
    "a yes": posting("/practices/longer-kiss/yes/"),
    "thanks": posting("/thanks/new/", did="you waited", key=str(UUID(int=9))),
    "an hour": posting("/meeting/hour/", weekday="2", at="20:00"),
    "far east": lambda bob: _move(bob, "Pacific/Kiritimati"),
    "far west": lambda bob: _move(bob, "Pacific/Pago_Pago"),
    "home": lambda bob: _move(bob, "Europe/Berlin"),
}
HOURS = st.sampled_from([0, 0, 5, 11, 24, 48, 120])
A_SIGN_IN_LASTS = timedelta(days=12)


@dataclass(frozen=True)
class Step:
    """Some hours go by; then Alice does something alone, or Bob does something, or both."""

    hours: int
    alices: str | None
    bobs: str | None


def _apart(steps: list[Step]) -> list[Step]:
    """Where both answer, or both say yes, it opens for both and is no secret: Bob lets it be."""
    alices = {step.alices for step in steps}
    opens = {"an answer"} if alices & ANSWERS else set()
    opens |= {"a yes"} if alices & {"a lone yes", "a yes taken back"} else set()
    return [replace(step, bobs=None if step.bobs in opens else step.bobs) for step in steps]


STEPS = st.lists(
    st.builds(
        Step,
        hours=HOURS,
        alices=st.none() | st.sampled_from(sorted(PRIVATE_ACTS)),
        bobs=st.none() | st.sampled_from(sorted(BOBS_ACTS)),
    ),
    min_size=2,
    max_size=7,
).map(_apart)


def _asked(person: Person) -> str:
    asked = tonight(viewer=person.viewer()).question
    return "" if asked is None else asked.key


def _move(person: Person, zone: str) -> None:
    post(person, "/settings/profile/", name="Bob", zone=zone)


def go_through(couple: Couple, steps: list[Step], *, is_alice_there: bool) -> list[list[Fetched]]:
    """Live through the steps, with or without what Alice does; return what Bob finds after each."""
    with couple.world() as world:
        signed_in = world.clock.now
        for number, step in enumerate(steps):
            world.clock.forward(hours=step.hours)
            if world.clock.now - signed_in > A_SIGN_IN_LASTS:
                _sign_in((world.alice, world.bob))
                signed_in = world.clock.now
            if step.alices is not None and is_alice_there:
                with chance(f"Alice {number}"):
                    PRIVATE_ACTS[step.alices](world.alice)
            if step.bobs is not None:
                with chance(f"Bob {number}"):
                    BOBS_ACTS[step.bobs](world.bob)
            with chance(f"glance {number}"):
                world.glance()
        with chance("look"):
            world.look()
        return world.seen


def test_no_course_of_evenings_tells_bob_what_alice_did_alone(evening):
    @given(steps=STEPS)
    @settings(
        max_examples=settings().max_examples // 16,  # 6 on each run, more each night
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def both_worlds(steps: list[Step]) -> None:
        without = go_through(evening, steps, is_alice_there=False)
        world = go_through(evening, steps, is_alice_there=True)
        assert_same(world, without, repr(steps))

    both_worlds()
