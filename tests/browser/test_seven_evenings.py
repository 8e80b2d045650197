"""The first seven evenings on two phones, with a day away and a "not tonight" in between."""

import pytest
from phones import Phone
from scenes import (
    ANSWER,
    ANSWER_BACK,
    answer,
    become_a_couple,
    begin,
    keep_recovery_code,
    thank_here,
    unlock,
)

pytestmark = pytest.mark.browser
NEW = "New tonight, if you like"
STEP = "Here is the smallest next step"
GUESS = "Something about the sea."


def evening(phone: Phone) -> None:
    """Open Today, with the password where the phone has locked by itself."""
    phone.go("/")
    if phone.page.locator("input[name=unlock_password]").count():
        unlock(phone)
        phone.page.locator("#now").wait_for()


def put_off(phone: Phone) -> None:
    phone.tap(phone.page.locator(".offered").get_by_role("button", name="Not tonight"))
    phone.page.wait_for_url(phone.base + "/")


def begin_onboarding_step(phone: Phone, title: str) -> None:
    assert phone.reads(NEW)
    assert phone.page.get_by_role("heading", name=title).is_visible()
    phone.tap(phone.page.locator(".offered").get_by_role("button", name="Begin"))


@pytest.fixture(scope="module")
def names():
    return iter(("", " B", " C", " D"))


@pytest.fixture
def second_evening(server, phone, names):
    """Alice and Bob on the evening after their first one."""
    alices, bobs, last = phone(), phone(color_scheme="dark"), next(names)
    link = server.link_for_another_couple()
    become_a_couple(alices, bobs, link, names=(f"Alice{last}", f"Bob{last}"))
    for each in (alices, bobs):
        keep_recovery_code(each)
        assert NEW not in each.words
    server.forward(days=1)
    return alices, bobs


def test_seven_evenings_bring_one_new_thing_each(second_evening, server):
    alices, bobs = second_evening

    thank_and_put_off(alices, bobs)
    server.forward(days=2)  # nobody came in between
    take_a_turn_each_in_their_own_time(alices, bobs)
    server.forward(days=1)
    guess_each_other(alices, bobs)
    for title, path in (("A small kindness", "practices/catch-bids"), ("Look back", "week")):
        server.forward(days=1)
        evening(alices)
        begin_onboarding_step(alices, title)
        alices.page.wait_for_url(f"**/{path}/")
    assert alices.reads(ANSWER_BACK)
    server.forward(days=1)
    choose_a_pace(alices, bobs)
    server.forward(days=1)

    evening(alices)
    evening(bobs)

    assert NEW not in alices.words
    assert bobs.reads("Guess each other")


def thank_and_put_off(alices: Phone, bobs: Phone) -> None:
    evening(alices)
    begin_onboarding_step(alices, "A thank-you that names the person")
    alices.page.wait_for_url("**/thanks/new/")
    thank_here(alices)
    evening(alices)
    assert alices.reads("Begun tonight. It stays open to you.")
    evening(bobs)
    put_off(bobs)
    assert NEW not in bobs.words


def take_a_turn_each_in_their_own_time(alices: Phone, bobs: Phone) -> None:
    evening(alices)
    begin_onboarding_step(alices, "A six-minute listening turn")
    alices.page.wait_for_url("**/practices/speaker-turns/")
    evening(bobs)
    begin_onboarding_step(bobs, "A thank-you that names the person")
    bobs.page.wait_for_url("**/thanks/new/")


def guess_each_other(alices: Phone, bobs: Phone) -> None:
    """Alice guesses while she writes; Bob, who is an evening behind, reads it with the answers."""
    evening(alices)
    begin_onboarding_step(alices, "Guess each other")
    alices.page.wait_for_url("**/tonight/?guess=1")
    alices.write_at("textarea[name=text]", ANSWER)
    alices.write_at("textarea[name=guess]", GUESS)
    alices.tap("Seal my answer")
    assert alices.reads("Sealed until you have both answered")
    evening(bobs)
    begin_onboarding_step(bobs, "A six-minute listening turn")
    bobs.page.wait_for_url("**/practices/speaker-turns/")
    bobs.go("/tonight/")
    answer(bobs, ANSWER_BACK, button="Seal my answer")
    assert bobs.reads(GUESS)


def choose_a_pace(alices: Phone, bobs: Phone) -> None:
    evening(alices)
    begin_onboarding_step(alices, "Choose a pace")
    alices.tap(alices.page.get_by_text("A little: about two evenings a week"))
    alices.tap("Keep it")
    alices.page.wait_for_url(alices.base + "/")
    bobs.go("/settings/")
    assert bobs.reads("a little")


def test_an_evening_begins_and_is_put_off_without_script(server, phone, names):
    alices = phone(java_script_enabled=False)
    begin(alices, server.link_for_another_couple(), f"Alice{next(names)}")
    answer(alices, ANSWER, button="Keep my answer")
    for _step in ("thank-you", "invitation", "recovery code"):
        alices.go("/")
        alices.tap("Not tonight")
    keep_recovery_code(alices)
    server.forward(days=1)

    evening(alices)
    put_off(alices)
    put_off_tonight = NEW not in alices.words
    server.forward(days=1)
    evening(alices)
    begin_onboarding_step(alices, "A thank-you that names the person")

    assert put_off_tonight
    assert alices.path == "/thanks/new/"


def test_after_a_week_one_small_step_waits_and_is_gone_once_it_is_done(second_evening, server):
    alices, bobs = second_evening
    bobs.go("/tonight/")
    answer(bobs, ANSWER_BACK, button="Seal my answer")
    server.forward(days=9)

    evening(alices)
    assert alices.reads(STEP)
    assert NEW not in alices.words
    assert "Still open" not in alices.words
    alices.tap("Write my answer")
    answer(alices, "Here.", button="Seal my answer")
    assert alices.reads("Sealed until you have both answered")

    evening(alices)
    assert STEP not in alices.words


def test_a_quiet_month_is_one_switch_that_the_other_does_not_see(second_evening):
    alices, bobs = second_evening
    evening(bobs)
    before = bobs.words

    alices.go("/settings/")
    alices.tap("A quiet month")
    alices.tap("Begin a quiet month")
    assert alices.reads("It is quiet now.")
    evening(alices)
    evening(bobs)

    assert alices.reads("Nothing is asked of you.")
    assert NEW not in alices.words
    assert bobs.words == before
