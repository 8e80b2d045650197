"""Whatever one partner sets for themselves, the pages of the other stay the same bytes."""

import itertools
import re
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from cast import Clock, Person
from reminders_cast import queue, reach, want
from repair_cast import ASKS, JOKE, half_of, writing_of

from closeknit.rooms.calendar.actions import keep_moment, make_feed
from closeknit.rooms.listening.actions import Plan, open_a_room, rate_turn, take_step
from closeknit.rooms.listening.queries import open_room
from closeknit.rooms.listening.rules import Act
from closeknit.rooms.meetings.actions import begin_meeting, keep_note
from closeknit.rooms.meetings.rules.agenda import Part
from closeknit.rooms.notifications.actions import pause_until
from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.actions.devices import change_device_kind
from closeknit.rooms.people.models import Device
from closeknit.rooms.people.rules import Choices, DeviceKind
from closeknit.rooms.practices.actions import go_to_step, keep_opinion, say_yes
from closeknit.rooms.practices.queries import practice_called
from closeknit.rooms.practices.rules.notes import Opinion
from closeknit.rooms.questions.actions import keep_draft, pass_on, skip_for_good
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.repair.actions.asking import ask_for_time
from closeknit.rooms.repair.actions.drafting import keep_draft as keep_repair_draft
from closeknit.rooms.repair.rules.drafts import Tool

PAGES = (
    "/",
    "/tonight/",
    "/answers/",
    "/week/",
    "/pace/",
    "/quiet-month/",
    "/thanks/",
    "/thanks/jar/",
    "/practices/",
    "/practices/speaker-turns/",
    "/practices/history/",
    "/questions/own/",
    "/questions/choices/",
    "/settings/",
    "/settings/choices/",
    "/settings/devices/",
    "/settings/reminders/",
    "/settings/reminders/service/",
    "/settings/calendar/",
    "/meeting/hour/",
    "/settings/app/",
    "/offline/today/",
    "/take/",
    "/listening/",
    "/repair/",
    "/repair/good-time/",
    "/repair/opening/",
    "/repair/apology/",
    "/repair/loop/",
    "/repair/pause/change/",
    "/repair/outside/",
    "/meeting/",
    "/practices/longer-kiss/",
    "/guide/",
    "/guide/safety/",
)
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value|name="key" value)="[^"]*"')
_LONE_TOKEN = re.compile(rb'hx-headers=\'[^\']*\'|value="[0-9a-f]{8}-[0-9a-f-]{27}"')


def pages_of(person: Person) -> dict[str, bytes]:
    return {path: bare(person, path) for path in PAGES}


@pytest.fixture
def evening(couple, clock: Clock):
    alice, bob = couple
    bob.sign_in()
    return alice, bob, pages_of(bob)


@pytest.mark.parametrize(("quieter", "paused"), list(itertools.product((False, True), repeat=2)))
def test_private_switches_change_nothing_on_the_partners_pages(evening, quieter, paused):
    alice, bob, before = evening

    keep_choices(viewer=alice.viewer(), choices=Choices(quieter=quieter, paused=paused))

    assert pages_of(bob) == before


@pytest.mark.parametrize(
    "choices",
    [
        Choices(quiet_until=date(2026, 4, 1)),
        Choices(evenings=4, begun_on=date(2026, 3, 2)),
        Choices(put_off=frozenset({"evening", "invitation"}), put_off_on=date(2026, 3, 2)),
    ],
)
def test_how_far_somebody_is_changes_nothing_on_the_partners_pages(evening, choices):
    alice, bob, before = evening

    keep_choices(viewer=alice.viewer(), choices=choices)

    assert pages_of(bob) == before


@pytest.mark.parametrize(
    "act", ["pass", "skip", "draft", "opinion", "safety", "device", "yes", "half", "writing"]
)
def test_private_acts_change_nothing_on_the_partners_pages(evening, act):
    alice, bob, before = evening
    viewer = alice.viewer()

    if act == "pass":
        pass_on(viewer=viewer, on=viewer.today)
    elif act == "draft":
        keep_draft(viewer=viewer, on=viewer.today, text="half a thought")
    elif act == "opinion":
        keep_opinion(viewer=viewer, slug="speaker-turns", opinion=Opinion.NOT_FOR_ME)
    elif act == "yes":
        say_yes(viewer=viewer, slug="longer-kiss")
    elif act == "half":
        half_of(alice, ASKS)
    elif act == "writing":
        writing_of(alice)
        keep_repair_draft(viewer=viewer, tool=Tool.APOLOGY, words=JOKE)
        practice = practice_called("savour")
        go_to_step(viewer=viewer, practice=practice, step=2, is_alone=True)
    elif act == "skip":
        skip_for_good(viewer=viewer, question=day_page(viewer=viewer, on=viewer.today).question.key)
    elif act == "safety":
        alice.sign_in().post("/guide/safety/", {"afraid": "yes"})
    else:
        alice.sign_in()
        device = Device.objects.get(user=alice.user)
        change_device_kind(device=device, kind=DeviceKind.SHARED, now=viewer.now)

    assert pages_of(bob) == before


@pytest.mark.parametrize("value", [None, 0, 4])
def test_how_somebody_rated_a_turn_changes_nothing_on_the_partners_pages(couple, value):
    alice, bob = couple
    room = at_the_rating(alice, bob)
    bob.sign_in()
    before = pages_of(bob) | room_of(bob, room)

    row = open_room(viewer=alice.viewer())
    rate_turn(viewer=alice.viewer(), room_id=row.pk, turn=1, version=row.version, value=value)

    assert pages_of(bob) | room_of(bob, room) == before


def test_a_note_of_ones_own_in_a_meeting_changes_nothing_on_the_partners_pages(couple):
    alice, bob = couple
    meeting = begin_meeting(viewer=alice.viewer())
    bob.sign_in()
    part = f"/meeting/{meeting.pk}/{Part.THANKS}/"
    before = pages_of(bob) | {part: bare(bob, part)}

    keep_note(
        viewer=alice.viewer(), meeting=meeting, part=Part.THANKS, text="Only mine.", show=False
    )

    assert pages_of(bob) | {part: bare(bob, part)} == before


def test_not_tonight_to_a_request_changes_nothing_on_the_askers_pages(couple):
    alice, bob = couple
    ask_for_time(viewer=bob.viewer())
    bob.sign_in()
    before = pages_of(bob)

    alice.sign_in().post("/repair/good-time/not-tonight/")

    assert pages_of(bob) == before


def at_the_rating(alice: Person, bob: Person):
    """Bring the two to the end of a first turn, in which Alice spoke."""
    plan = Plan("", "the garden", True, False, timedelta(minutes=2))  # noqa: FBT003  of one use
    room = open_a_room(viewer=alice.viewer(), key=uuid4(), plan=plan)
    taps = ((bob, Act.AGREE), (alice, Act.BEGIN), (alice, Act.FINISH), (bob, Act.SAY_BACK))
    for person, act in (*taps, (alice, Act.GOT_IT)):
        row = open_room(viewer=person.viewer())
        take_step(viewer=person.viewer(), room_id=row.pk, act=act, version=row.version)
    return room


def room_of(person: Person, room) -> dict[str, bytes]:
    return {str(room): bare(person, f"/listening/{room}/")}


def bare(person: Person, path: str) -> bytes:
    return _LONE_TOKEN.sub(b"", _TOKEN.sub(b"", person.client.get(path).content))


@pytest.mark.parametrize("act", ["wants", "is reminded", "is quiet", "has a calendar"])
def test_reminders_and_calendar_change_nothing_on_the_partners_pages(evening, clock, act):
    alice, bob, before = evening

    want(alice)
    reach(alice)
    if act == "is reminded":
        queue(clock.now + timedelta(minutes=31))
    elif act == "is quiet":
        pause_until(user=alice.user, until=date(2026, 4, 1))
    elif act == "has a calendar":
        keep_moment(user=alice.user, at=time(7))
        make_feed(user=alice.user, today=alice.viewer().today)

    assert pages_of(bob) == before
