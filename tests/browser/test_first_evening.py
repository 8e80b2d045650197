"""The script that everything else is judged by, played on two phones."""

import time

import pytest
from scenes import ANSWER, ANSWER_BACK, REPLY, THANKS, answer, begin, invite, join, thank

pytestmark = pytest.mark.browser


def test_two_people_reveal_tonights_question_within_taps_and_minutes(server, phone):
    alices, bobs = phone(), phone(color_scheme="dark")
    started = time.monotonic()

    begin(alices, server.setup_link)
    answer(alices, ANSWER, button="Keep my answer")
    assert alices.reads("Your answer is kept")
    to_first_entry = (alices.taps, time.monotonic() - started)
    alices.tap("Go on")
    thank(alices)
    alices.tap("Invite your partner")
    link = invite(alices)
    scanned = time.monotonic()
    join(bobs, link)
    assert bobs.reads(THANKS)
    bobs.tap("Write my answer")
    answer(bobs, ANSWER_BACK, button="Seal my answer")
    assert bobs.reads(ANSWER)
    to_reveal = time.monotonic() - scanned
    alices.go("/tonight/")
    assert alices.reads(ANSWER_BACK)

    assert to_first_entry[0] <= 12
    assert to_first_entry[1] <= 180
    assert to_reveal <= 240
    print(to_first_entry, alices.taps, bobs.taps, to_reveal)
