"""The same form twenty times in the same instant, on a real database file: one row."""

from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from threading import Barrier
from uuid import uuid4

import pytest
from cast import Clock, arrive, pair
from django.db import connections
from django.test import Client

from closeknit.rooms.meetings.models import Meeting
from closeknit.rooms.people.models import Invitation
from closeknit.rooms.practices.models import Doing
from closeknit.rooms.repair.models import Loop, LoopHalf

pytestmark = pytest.mark.fault
TIMES = 20


def all_at_once(client: Client, address: str, given: dict[str, str]) -> set[int]:
    """Post from twenty browsers with one session; return the statuses."""
    barrier = Barrier(TIMES)

    def send(_number: int) -> int:
        browser = Client()
        browser.cookies = SimpleCookie(client.cookies)
        barrier.wait()
        try:
            return browser.post(address, given).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return set(pool.map(send, range(TIMES)))


@pytest.fixture
def both(file_database, clock: Clock):
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)
    return alice, bob


def half() -> dict[str, str]:
    return {"key": str(uuid4()), "does": "I ask", "feels": "small"}


def test_twenty_halves_that_meet_the_others_make_one_loop(both):
    alice, bob = both
    bob.sign_in().post("/repair/loop/", half())

    statuses = all_at_once(alice.sign_in(), "/repair/loop/", half())

    assert statuses == {302}
    assert (Loop.objects.count(), LoopHalf.objects.count()) == (1, 2)
    assert Loop.objects.get().opened_on is not None


@pytest.mark.parametrize(
    ("address", "given", "model"),
    [
        ("/meeting/begin/", {}, Meeting),
        ("/practices/speaker-turns/done/", {"rating": "helped", "words": ""}, Doing),
    ],
)
def test_twenty_times_the_same_form_make_one_row(both, address: str, given, model):
    alice, _bob = both

    statuses = all_at_once(alice.sign_in(), address, {**given, "key": str(uuid4())})

    assert statuses == {302}
    assert model.objects.count() == 1


def test_twenty_times_the_same_invitation_is_one_that_still_opens(file_database, clock: Clock):
    alice = arrive("Alice", clock)

    statuses = all_at_once(alice.sign_in(), "/invite/", {"key": str(uuid4())})

    assert statuses == {302}
    assert Invitation.objects.get().revoked_at is None
