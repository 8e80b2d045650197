"""What a phone keeps for an evening without a network, and when it forgets it."""

import pytest
from device import (
    CANARY,
    NAMES,
    SECOND,
    SHELL,
    cached,
    find_network,
    lose_network,
    queued,
    wait_for_shell,
    write_answer,
    write_thanks,
)
from scenes import begin, unlock

pytestmark = pytest.mark.browser


def test_whoever_holds_the_phone_reads_neither_the_queue_nor_anything_private(couple_at_home):
    alices, bobs = couple_at_home
    alices.go("/tonight/")
    alices.write_at("textarea[name=text]", CANARY)
    alices.reads("Kept as a draft")
    for path in ("/", "/thanks/", "/answers/", "/settings/", "/tonight/"):
        alices.go(path)
    lose_network(alices)
    alices.go("/")
    write_answer(alices)
    write_thanks(alices)

    kept, queue = cached(alices), queued(alices)

    assert SHELL in kept
    assert all(path == SHELL or path.startswith("/static/") for path in kept)
    private = (CANARY, SECOND, alices.name, bobs.name, "plum", "csrfmiddlewaretoken")
    pages = kept[SHELL] + str(queue)
    assert [words for words in private if words in pages] == []
    assert len(queue) == 2
    assert {len(entry["sealed"]) for entry in queue} == {5 + 65 + 12 + 256 + 16}
    stored = alices.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert not [words for words in private if words in stored]


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
