"""What could not be handed in stays on the phone, sealed, and its author reads why."""

import pytest
from device import (
    CANARY,
    NAMES,
    SECOND,
    SHELL,
    cached,
    find_network,
    ids_of,
    lose_network,
    queued,
    taken_in,
    wait_for_queue,
    write_answer,
    write_thanks,
)
from scenes import begin, sign_in

pytestmark = pytest.mark.browser


def test_signed_out_meanwhile_nothing_is_handed_in_and_the_words_stay(server, alices):
    lose_network(alices)
    alices.go("/")
    write_answer(alices)
    alices.context.clear_cookies()

    find_network(alices)

    assert alices.reads("You are signed out. What you wrote is still on this device")
    (entry,) = queued(alices)
    assert entry["why"] == "signed_out"
    assert SHELL not in cached(alices)
    sign_in(alices, alices.name)
    assert alices.reads("could not be kept")
    alices.tap("Read it")
    assert alices.reads("You were signed out when the network came back.")
    assert alices.reads(CANARY)
    alices.tap("Send it now")
    assert alices.reads("Nothing is left on this device")
    alices.go("/tonight/")
    assert alices.reads("Your answer is kept")


def test_after_unpairing_nothing_is_handed_in_and_the_words_stay(server, couple_at_home):
    alices, bobs = couple_at_home
    lose_network(alices)
    alices.go("/")
    write_answer(alices)
    write_thanks(alices)
    written = ids_of(alices)
    bobs.go("/leave/")
    bobs.write_at("input[name=current]", f"a quiet {bobs.name.lower()} evening")
    bobs.tap("Leave now")
    bobs.page.wait_for_url("**/space-closed/")

    find_network(alices)

    assert alices.reads("could not be kept")
    assert {entry["why"] for entry in queued(alices)} == {"space_closed"}
    alices.go("/space-closed/")
    alices.tap("Open a space of my own")
    alices.reads("Tonight's question")
    alices.go("/")
    alices.tap("Read it")
    assert alices.reads("It goes to no other.")
    assert alices.reads(CANARY)
    assert not set(written) & set(taken_in(server))
    alices.go("/thanks/")
    assert SECOND not in alices.words


def test_what_was_refused_can_be_deleted_from_the_phone(server, alices):
    lose_network(alices)
    alices.go("/")
    write_answer(alices)
    alices.context.clear_cookies()
    find_network(alices)
    alices.reads("You are signed out")
    sign_in(alices, alices.name)
    alices.go("/offline/kept/")
    alices.reads(CANARY)

    alices.tap(alices.page.get_by_text("Delete it from this device"))
    alices.tap("Delete it")

    assert alices.reads("Nothing is left on this device")
    assert queued(alices) == []


def test_somebody_else_on_the_same_phone_neither_sends_nor_sees_it(server, phone, alices):
    charlie = phone()
    begin(charlie, server.link_for_another_couple(), next(NAMES)[0])
    lose_network(alices)
    alices.go("/")
    write_thanks(alices)
    written = ids_of(alices)
    alices.context.clear_cookies()
    find_network(alices)
    alices.reads("You are signed out")

    sign_in(alices, charlie.name)
    alices.page.wait_for_timeout(500)

    assert "could not be kept" not in alices.words
    alices.go("/offline/kept/")
    assert alices.reads("Nothing is left on this device")
    assert not set(written) & set(taken_in(server))
    assert ids_of(alices) == written


def test_a_locked_vault_lets_it_wait_and_says_so_calmly(server, alices):
    lose_network(alices)
    alices.go("/")
    write_answer(alices)
    server.forward(days=15)  # the vault of one's own device falls asleep after fourteen

    find_network(alices)

    assert alices.reads("waits on this device, sealed")
    (entry,) = queued(alices)
    assert entry["why"] == ""
    server.forward(days=-15)
    alices.go("/")
    wait_for_queue(alices, 0)
