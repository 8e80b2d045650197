"""Locking, signing out and leaving take the page for a lost network away with them."""

import pytest
from device import (
    CANARY,
    SHELL,
    arrive,
    cached,
    find_network,
    lose_network,
    wait_for_shell,
)
from scenes import begin, unlock

pytestmark = pytest.mark.browser
NAMES = iter((f"Alice {sign}", f"Bob {sign}") for sign in "ABCDEFGHIJ")


@pytest.fixture
def alices(server, phone):
    return arrive(phone(allow=(401, 423)), server, next(NAMES)[0])


def lock(used):
    used.go("/settings/")
    used.tap("Lock now")
    used.page.get_by_role("button", name="Unlock").wait_for()


def sign_out(used):
    used.go("/settings/")
    used.tap("Sign out")
    used.page.wait_for_url("**/sign-in/")


def leave_quickly(used):
    used.go("/settings/")
    used.tap("Leave quickly")
    used.page.wait_for_url("**/leave-quickly/")


@pytest.mark.parametrize("act", [lock, sign_out, leave_quickly])
def test_the_page_is_forgotten(alices, act):
    act(alices)

    wait_for_shell(alices, gone=True)


def test_it_comes_back_after_unlocking(alices):
    lock(alices)
    wait_for_shell(alices, gone=True)

    unlock(alices)

    wait_for_shell(alices)


def test_a_lock_that_happened_elsewhere_is_noticed_at_the_next_page(server, alices):
    server.forward(days=15)

    alices.go("/")

    wait_for_shell(alices, gone=True)
    server.forward(days=-15)


def test_leaving_quickly_without_a_network_shows_an_empty_page_and_locks_when_it_is_back(alices):
    lose_network(alices)
    alices.go("/")

    alices.tap("Leave quickly")
    alices.page.wait_for_url("**/leave-quickly/")
    left = alices.page.content()
    find_network(alices)
    alices.go("/settings/")

    assert "loseknit" not in left
    assert alices.page.locator("body").inner_text()
    assert alices.page.get_by_role("button", name="Unlock").is_visible()
    assert SHELL not in cached(alices)


def test_everything_works_without_script_and_nothing_is_kept_on_the_phone(server, phone):
    used = phone(java_script_enabled=False)
    begin(used, server.link_for_another_couple(), next(NAMES)[0])

    used.write_at("textarea[name=text]", CANARY)
    used.tap("Keep my answer")

    assert used.reads("Your answer is kept")
    used.go("/offline/kept/")
    assert used.reads("Only the browser's script knows")
    used.go(SHELL)
    assert used.reads("needs script")
    assert not used.page.locator("form[data-writes]").first.is_visible()
