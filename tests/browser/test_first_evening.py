"""The script that everything else is judged by, played on two phones."""

import time
from datetime import timedelta

import pytest
from scenes import (
    ANSWER,
    ANSWER_BACK,
    REPLY,
    THANKS,
    answer,
    begin,
    invite,
    join,
    thank,
)

pytestmark = pytest.mark.browser


def play(alices, bobs, link, names=("Alice", "Bob")):
    """Play the evening up to Bob's sight of both answers; return taps and seconds by stretch."""
    opened = time.monotonic()
    begin(alices, link, names[0])
    answer(alices, ANSWER, button="Keep my answer")
    assert alices.reads("Your answer is kept")
    first_entry = alices.taps, time.monotonic() - opened
    alices.tap("Go on")
    thank(alices)
    alices.tap("Invite your partner")
    invitation = invite(alices)
    scanned = time.monotonic()
    join(bobs, invitation, names[1])
    assert bobs.reads(f"{names[0]} left you something")
    assert bobs.reads(THANKS)
    bobs.tap("Write my answer")
    answer(bobs, ANSWER_BACK, button="Seal my answer")
    assert bobs.reads(ANSWER)
    return first_entry, (bobs.taps, time.monotonic() - scanned)


def test_two_people_reveal_tonights_question_within_taps_and_minutes(server, phone):
    alices, bobs = phone(), phone(color_scheme="dark")

    first_entry, to_reveal = play(alices, bobs, server.setup_link)
    alices.go("/tonight/")
    alices.reads(ANSWER_BACK)
    alices.write("Write to Bob", REPLY)
    alices.tap("Send")
    bobs.go("/tonight/")

    assert bobs.reads(REPLY)
    assert first_entry[0] <= 12
    assert first_entry[1] <= timedelta(minutes=3).total_seconds()
    assert to_reveal[1] <= timedelta(minutes=4).total_seconds()


def test_the_whole_first_evening_works_without_script(server, phone):
    alices, bobs = phone(java_script_enabled=False), phone(java_script_enabled=False)

    play(alices, bobs, server.link_for_another_couple(), ("Alice B", "Bob B"))
    alices.go("/tonight/")

    assert alices.reads(ANSWER_BACK)


def test_a_waiting_page_opens_by_itself_when_the_other_has_answered(server, phone):
    alices, bobs = phone(), phone()
    begin(alices, server.link_for_another_couple(), "Alice C")
    alices.go("/invite/")
    join(bobs, invite(alices), "Bob C")
    alices.page.clock.install()
    alices.go("/tonight/")
    answer(alices, ANSWER, button="Seal my answer")
    alices.reads("Sealed until you have both answered")
    bobs.go("/tonight/")
    answer(bobs, ANSWER_BACK, button="Seal my answer")

    alices.page.clock.fast_forward("00:21")

    assert alices.reads(ANSWER_BACK)
    assert alices.page.locator("[data-state=revealed]").is_visible()


def test_the_first_page_guesses_the_time_zone_and_leaves_a_choice_alone(server, phone):
    charlies = phone(timezone_id="America/New_York", allow=(422,))
    charlies.go(server.link_for_another_couple())
    zone = charlies.page.get_by_label("Your time zone")
    guessed = zone.input_value()

    zone.select_option("Asia/Tokyo")
    charlies.write("Your name", "Charlie")
    charlies.write("Password", "password1234")
    charlies.tap(charlies.page.get_by_text("Yes, only mine"))
    charlies.tap("Go to tonight's question")
    charlies.reads("This password is too common.")

    assert guessed == "America/New_York"
    assert zone.input_value() == "Asia/Tokyo"


def test_a_browser_that_names_no_place_asks_for_the_time_zone(server, phone):
    charlies = phone(timezone_id="UTC")
    charlies.go(server.link_for_another_couple())
    zone = charlies.page.get_by_label("Your time zone")
    charlies.write("Your name", "Charlie")
    charlies.write("Password", "the kettle sings at six")
    charlies.tap(charlies.page.get_by_text("Yes, only mine"))

    before = zone.evaluate("each => [each.value, each.validity.valueMissing]")
    charlies.tap("Go to tonight's question")
    is_still_here = zone.is_visible()
    zone.select_option(label="UTC")
    charlies.tap("Go to tonight's question")
    charlies.page.wait_for_url("**/tonight/**")

    assert before == ["", True]
    assert is_still_here
