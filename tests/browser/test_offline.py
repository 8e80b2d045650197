"""An evening without a network: one page, words sealed on the phone, handed in once."""

import pytest
from device import (
    CANARY,
    SECOND,
    SHELL,
    find_network,
    ids_of,
    lose_network,
    queued,
    taken_in,
    wait_for_queue,
    write_answer,
    write_thanks,
)

pytestmark = pytest.mark.browser


def test_without_a_network_every_address_opens_tonights_page(alices):
    question = alices.page.locator("h2.question").inner_text()
    lose_network(alices)

    for path in ("/", "/answers/", "/tonight/"):
        alices.go(path)

        assert alices.reads("Without a network")
        assert alices.page.locator("h1").inner_text() == question
        assert alices.page.locator("form[data-writes=answer] textarea").input_value() == ""


def test_what_is_written_stays_over_a_reload_and_is_handed_in_once_and_in_order(
    server, couple_at_home
):
    alices, bobs = couple_at_home
    lose_network(alices)
    alices.go("/")
    write_answer(alices)
    write_thanks(alices)
    alices.page.reload()
    alices.page.locator("[data-is-kept]").wait_for()
    written = ids_of(alices)

    find_network(alices)

    assert alices.reads("What you wrote without a network is kept now.")
    wait_for_queue(alices, 0)
    assert len(written) == 2
    assert [each for each in taken_in(server) if each in written] == written
    alices.go("/tonight/")
    assert alices.reads("Sealed until you have both answered")
    bobs.go("/thanks/")
    assert bobs.words.count(SECOND) == 1


def test_two_tabs_hand_in_one_entry_once(server, alices):
    lose_network(alices)
    alices.go("/")
    write_thanks(alices)
    tabs = [alices.page, *(alices.context.new_page() for _tab in range(2))]
    for tab in tabs[1:]:
        tab.goto(alices.base + "/")
    (written,) = ids_of(alices)

    find_network(alices)

    wait_for_queue(alices, 0)
    alices.go("/thanks/")
    assert taken_in(server).count(written) == 1
    assert alices.words.count(SECOND) == 1


def test_once_handed_in_the_page_asks_nothing_more(alices):
    lose_network(alices)
    alices.go("/")
    write_answer(alices)

    find_network(alices)

    assert alices.reads("What you wrote without a network is kept now.")
    assert not alices.page.locator("[data-writes]:visible").count()
    lose_network(alices)
    alices.go("/")
    assert alices.reads("Nothing waits here tonight.")


def test_words_still_on_the_page_stay_there_when_others_were_handed_in(alices):
    lose_network(alices)
    alices.go("/")
    write_thanks(alices)
    alices.write_at("form[data-writes=answer] textarea", CANARY)

    find_network(alices)

    assert alices.reads("What you wrote without a network is kept now.")
    assert alices.page.locator("form[data-writes=answer] textarea").is_visible()
    alices.tap(alices.page.locator("form[data-writes=answer] button"))
    alices.page.locator("form[data-writes=answer]").wait_for(state="hidden")
    wait_for_queue(alices, 0)
    assert not alices.page.locator("[data-writes]:visible").count()
    alices.go("/tonight/")
    assert alices.reads("Your answer is kept")


def test_an_answer_written_anew_takes_the_place_of_the_first(alices):
    lose_network(alices)
    alices.go("/")
    write_answer(alices, "LoopHalf a thought.")
    alices.tap("Write it anew")

    write_answer(alices)

    assert len(queued(alices)) == 1
    find_network(alices)
    wait_for_queue(alices, 0)
    alices.go("/tonight/")
    alices.tap(alices.page.get_by_text("Read what you wrote"))
    assert alices.reads(CANARY)


@pytest.mark.parametrize("page", ["/tonight/", "/thanks/new/"])
def test_a_form_sent_as_the_network_goes_is_sealed_on_the_phone(alices, page):
    alices.go(page)
    lose_network(alices)
    alices.write_at("main textarea", CANARY)
    for_them = alices.page.locator("label.choice", has_text="Leave it for them")
    if for_them.count():
        alices.tap(for_them)

    alices.tap(alices.page.locator("main form button[data-kind=primary]").first)

    alices.page.wait_for_url("**" + SHELL)
    wait_for_queue(alices, 1)
    find_network(alices)
    wait_for_queue(alices, 0)
    alices.go("/tonight/" if page == "/tonight/" else "/thanks/")
    if page == "/tonight/":
        alices.tap(alices.page.get_by_text("Read what you wrote"))
    assert alices.reads(CANARY)
