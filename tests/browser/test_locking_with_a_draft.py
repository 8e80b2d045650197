"""Words survive a lock, a reload and a lost network."""

import pytest
from scenes import begin, unlock

pytestmark = pytest.mark.browser
NAMES = iter(("Alice", "Alice B", "Alice C", "Alice D"))  # one server, one account for each test
WORDS = "The tea you put beside me on Tuesday, without a word."
LOCKED = 423


@pytest.fixture
def alices(server, phone):
    """Alice, at tonight's question with half an answer."""
    used = phone(allow=(LOCKED,))
    begin(used, server.link_for_another_couple(), next(NAMES))
    return used


def lock_elsewhere(used):
    """Lock the device from a second tab of the same browser."""
    tab = used.context.new_page()
    tab.goto(used.base + "/settings/")
    tab.get_by_role("button", name="Lock now").click()
    tab.get_by_role("button", name="Unlock").wait_for()
    tab.close()


def write(used):
    used.write_at("textarea[name=text]", WORDS)


def test_a_draft_is_kept_while_writing_and_is_there_after_a_reload(alices):
    write(alices)
    alices.reads("Kept as a draft")

    alices.page.reload()

    assert alices.page.locator("textarea[name=text]").input_value() == WORDS


def test_posting_into_a_locked_vault_echoes_the_words_and_goes_on_after_the_password(alices):
    write(alices)
    alices.reads("Kept as a draft")
    lock_elsewhere(alices)

    alices.tap("Keep my answer")
    told = alices.reads("What you wrote is kept on this page")
    echoed = alices.page.locator("textarea[name=text]").input_value()
    unlock(alices)

    assert told
    assert echoed == WORDS
    assert alices.reads("Your answer is kept")
    alices.tap(alices.page.get_by_text("Read what you wrote"))
    assert alices.reads(WORDS)


def test_a_draft_typed_after_the_lock_says_that_it_is_locked(alices):
    lock_elsewhere(alices)

    write(alices)

    assert alices.reads("Locked. Unlock in another tab")
    assert alices.page.locator("textarea[name=text]").input_value() == WORDS


def test_without_a_network_the_words_stay_on_the_page_and_are_kept_when_it_is_back(alices):
    alices.may_lose_network = True
    alices.context.set_offline(True)

    write(alices)
    told = alices.reads("Not kept yet. Your words are still on this page.")
    alices.context.set_offline(False)

    assert told
    assert alices.reads("Kept as a draft")
