"""Whatever one partner sets for themselves, the pages of the other stay the same bytes."""

import itertools
import re
from datetime import date

import pytest
from cast import Clock, Person
from repair_cast import ASKS, half_of

from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.actions.devices import change_device_kind
from closeknit.rooms.people.models import Device
from closeknit.rooms.people.rules import Choices, DeviceKind
from closeknit.rooms.practices.actions import keep_opinion, say_yes
from closeknit.rooms.practices.rules.notes import Opinion
from closeknit.rooms.questions.actions import keep_draft, pass_on

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
    return {
        path: _LONE_TOKEN.sub(b"", _TOKEN.sub(b"", person.client.get(path).content))
        for path in PAGES
    }


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


@pytest.mark.parametrize("act", ["pass", "draft", "opinion", "safety", "device", "yes", "half"])
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
    elif act == "safety":
        alice.sign_in().post("/guide/safety/", {"afraid": "yes"})
    else:
        alice.sign_in()
        device = Device.objects.get(user=alice.user)
        change_device_kind(device=device, kind=DeviceKind.SHARED, now=viewer.now)

    assert pages_of(bob) == before
