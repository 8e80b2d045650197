"""A page that is only read takes no write lock, and Today asks the same few queries for ever."""

from datetime import timedelta

import pytest
from cast import FIRST_EVENING, Person, arrive, pair
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from test_every_url import CASES, world  # noqa: F401  the addresses and who may open them

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.pairing import accept_invitation, find_invitation, invite
from closeknit.rooms.people.rules import TOUCH_EVERY
from closeknit.rooms.questions.models import Answer, Day

MOST_QUERIES_FOR_TODAY = 14
HEALTH_CHECK = "SELECT 1"  # once a request on PostgreSQL, whose server may have restarted
LOCKS = "people:leave_quickly"  # a link on purpose, so that it works at once and without script


def statements_of(browser: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    return [query["sql"] for query in captured if query["sql"] != HEALTH_CHECK]


def writes_of(browser: Client, address: str) -> list[str]:
    """Return what a GET did besides reading; opening a transaction counts."""
    statements = statements_of(browser, address)
    return [sql for sql in statements if not sql.lstrip("( \n").startswith("SELECT")]


@pytest.mark.parametrize(
    "name", sorted(name for name in CASES if CASES[name].post is None and name != LOCKS)
)
def test_opening_a_page_writes_nothing(world, name):  # noqa: F811  the fixture
    browsers, names = world
    address = reverse(name, args=[names.get(part, part) for part in CASES[name].arguments])

    written = writes_of(browsers["partner"], address)

    assert written == []


@pytest.mark.parametrize(
    ("is_own", "later"), [(True, timedelta(days=1)), (False, TOUCH_EVERY)], ids=["own", "shared"]
)
def test_m7_a_device_is_noted_once_a_day_and_every_five_minutes_where_others_use_it(
    alice: Person, clock, is_own, later
):
    alice.sign_in(own_device=is_own)
    type(alice.user.keyring).objects.filter(user=alice.user).update(by_recovery=b"set")
    clock.forward(seconds=later.total_seconds())

    first, second = (writes_of(alice.client, "/") for _visit in range(2))

    assert [sql.split()[:2] for sql in first] == [["UPDATE", '"people_device"']]
    assert second == []


def test_leaving_quickly_locks_and_does_nothing_else(alice: Person):
    alice.sign_in()

    written = writes_of(alice.client, reverse(LOCKS))

    assert [sql.split(" WHERE")[0] for sql in written] == [
        'UPDATE "people_device" SET "sealed" = NULL'
    ]


def test_a_partner_is_confirmed_once(alice: Person, bob: Person, clock):
    secret = invite(viewer=alice.viewer())
    invitation, opened = find_invitation(secret=secret, now=clock.now)
    accept_invitation(
        invitation=invitation, opened=opened, user=bob.user, keyring=bob.keyring, now=clock.now
    )
    alice.sign_in()

    first, second = (writes_of(alice.client, "/") for _visit in range(2))

    assert any(sql.startswith('UPDATE "people_membership"') for sql in first)
    assert second == []


def test_today_asks_as_few_queries_after_a_year_as_on_the_first_days(db, clock):
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)
    clock.forward(days=1)
    _keep_open(alice)
    after_a_day = statements_of(alice.client, "/")
    clock.now = FIRST_EVENING + timedelta(days=366)
    _answer_every_day(alice, bob, days=364)
    _keep_open(alice)

    after_a_year = statements_of(alice.client, "/")

    assert len(after_a_day) == len(after_a_year) <= MOST_QUERIES_FOR_TODAY


def _keep_open(person: Person) -> None:
    """Sign in as somebody who has their recovery code."""
    type(person.user.keyring).objects.filter(user=person.user).update(by_recovery=b"set")
    person.sign_in()


def _answer_every_day(alice: Person, bob: Person, *, days: int) -> None:
    viewers = [alice.viewer(), bob.viewer()]
    couple, today = viewers[0].couple, viewers[0].today
    for back in range(1, days + 1):
        on = today - timedelta(days=back)
        day = Day.objects.create(couple=couple, date=on, slug=f"day-{back}", revealed_on=on)
        for viewer in viewers:
            row = Answer(day=day, couple=couple, opened_on=on)
            viewer.seal(row, {"text": "a word"}, readers=Readers.BOTH)
            row.save()
