"""The second evening on one's own phone, open or locked."""

import time

import pytest
from scenes import ANSWER, answer, begin, keep_recovery_code, unlock

pytestmark = pytest.mark.browser
NAMES = iter(("Alice", "Alice B"))  # one server, one account for each test
MOST_TAPS = 3
MOST_SECONDS = 60


@pytest.fixture
def alices(server, phone):
    """Alice's own phone on the evening after her first one."""
    used = phone()
    begin(used, server.link_for_another_couple(), next(NAMES))
    answer(used, ANSWER, button="Keep my answer")
    keep_recovery_code(used)
    server.forward(days=1)
    used.taps = 0
    return used


def test_one_comes_back_on_an_own_phone_and_writes_within_three_taps(alices):
    began = time.monotonic()

    alices.go("/")
    alices.tap("Write my answer")
    alices.write_at("textarea[name=text]", "You")

    assert alices.taps <= MOST_TAPS
    assert time.monotonic() - began <= MOST_SECONDS


def test_after_a_fortnight_the_phone_asks_for_the_password_and_leads_on_to_writing(alices, server):
    server.forward(days=15)
    began = time.monotonic()

    alices.go("/")
    unlock(alices)
    alices.tap("Write my answer")
    alices.write_at("textarea[name=text]", "You")

    assert alices.taps <= MOST_TAPS
    assert time.monotonic() - began <= MOST_SECONDS


def test_the_second_visit_waits_for_the_recovery_code(server, phone):
    charlies = phone()
    begin(charlies, server.link_for_another_couple(), "Charlie")
    server.forward(days=1)

    charlies.go("/")

    assert charlies.path == "/recovery-code/"
    keep_recovery_code(charlies)
    assert charlies.reads("Tonight's question")
