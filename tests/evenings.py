"""The evenings that two worlds begin from."""

from datetime import timedelta
from uuid import UUID

from acts import Browser
from cast import Clock, Person, arrive, pair
from private_acts import answer
from worlds import Evening, a_database

from closeknit.rooms.calendar.actions import make_feed
from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room, take_step
from closeknit.rooms.listening.queries import open_listening_room
from closeknit.rooms.listening.rules import Act
from closeknit.rooms.meetings.actions import begin_meeting, keep_hour
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.people.actions.pairing import invite
from closeknit.rooms.people.models import Keyring, User
from closeknit.rooms.questions.actions import ask
from closeknit.rooms.repair.actions.asking import ask_for_time

LISTENING_ROOM = UUID(int=5)


def an_evening(clock: Clock) -> Evening:
    """Return one with something behind it: answers, a thank-you, an hour, a wish to talk."""
    with a_database() as database:
        alice, bob = couple = _two(clock)
        _sign_in(*couple)
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
        _sign_in(*couple)
        feed = make_feed(user=bob.user, today=bob.viewer().today)
        return Evening(database, alice, bob, clock, began=clock.now, feed=feed)


def two_listening(clock: Clock) -> Evening:
    """Return one on which both are in the listening room, after a turn, and in a meeting."""
    with a_database() as database:
        alice, bob = couple = _two(clock)
        _sign_in(*couple)
        plan = EveningPlan("", "the garden", True, False, timedelta(minutes=2))  # noqa: FBT003  of one use
        begin_listening_room(viewer=alice.viewer(), key=LISTENING_ROOM, plan=plan)
        taps = ((bob, Act.AGREE), (alice, Act.BEGIN), (alice, Act.FINISH), (bob, Act.SAY_BACK))
        for person, act in (*taps, (alice, Act.GOT_IT)):
            row = open_listening_room(viewer=person.viewer())
            viewer = person.viewer()
            take_step(viewer=viewer, listening_room_id=row.pk, act=act, version=row.version)
        begin_meeting(viewer=alice.viewer())
        return Evening(
            database,
            alice,
            bob,
            clock,
            began=clock.now,
            listening_rooms=(LISTENING_ROOM,),
        )


def an_evening_alone(clock: Clock) -> Evening:
    """Return one on which Alice has been here alone for some days; Bob's account comes later."""
    with a_database() as database:
        alice = arrive("Alice", clock)
        bob = Person("Bob", clock, User(name="Bob"))
        clock.forward(days=3)
        _sign_in(alice)
        return Evening(database, alice, bob, clock, began=clock.now)


def join(alice: Person, bob: Person) -> None:
    """Invite Bob, and let him come in by the link on a browser of his own."""
    link = invite(viewer=alice.viewer()).replace(" ", "-")
    bob.client = Browser()
    bob.client.get(f"/join/{link}/")
    form = {"name": "Bob", "password": bob.password, "kind": "own"}
    assert bob.client.post("/join/", form).status_code == 302
    bob.user = User.objects.get(name="Bob")
    alice.viewer()  # she confirms at her next look
    _have_codes()


def _two(clock: Clock) -> tuple[Person, Person]:
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)
    return alice, bob


def _sign_in(*people: Person) -> None:
    _have_codes()
    for person in people:
        person.client = Browser()
        person.sign_in()


def _have_codes() -> None:
    """Let nobody owe a recovery code; to come by one is an act of its own."""
    Keyring.objects.filter(by_recovery=b"").update(by_recovery=b"on paper")
