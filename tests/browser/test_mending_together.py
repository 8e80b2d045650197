"""Two phones in one evening: a sentence looked at while it is typed, a yes, a meeting."""

import pytest
from scenes import become_a_couple

pytestmark = pytest.mark.browser
GATED = "/practices/longer-kiss/"
AWAY = "03:00"  # minutes that a phone lies face down


@pytest.fixture(scope="module")
def two(server, open_phone):
    alice, bob = open_phone(), open_phone()
    become_a_couple(alice, bob, server.setup_link)
    alice.page.clock.install()
    yield alice, bob
    assert not alice.problems + bob.problems


def test_words_that_blame_are_pointed_at_while_they_are_typed(two):
    alice, _bob = two
    alice.go("/repair/opening/")

    alice.write_at("input[name=feeling]", "ignored")
    alice.write_at("input[name=fact]", "you always come late")

    assert alice.reads("Once is easier to hear than always")
    assert alice.reads("What was it like inside")
    assert alice.path == "/repair/opening/"
    alice.go("/repair/opening/")
    assert alice.page.locator("input[name=fact]").input_value() == ""


def test_a_waiting_yes_opens_by_itself_when_the_other_says_yes(two):
    alice, bob = two
    alice.go(GATED)
    alice.tap("Yes, tonight")
    assert alice.reads("Your yes is kept")
    bob.go(GATED)
    assert "yes is kept" not in bob.words
    bob.tap("Yes, tonight")

    alice.page.clock.fast_forward(11_000)

    assert alice.reads("Both of you said yes tonight")


def test_a_step_tells_the_time_after_the_phone_lay_away_and_a_stop_reaches_the_other(two):
    alice, bob = two
    _both_say_yes(alice, bob)
    for phone in (alice, bob):
        phone.go(GATED)
        phone.tap("Begin, one step at a time")
        phone.page.locator("[role=timer]").wait_for()

    alice.page.clock.fast_forward(AWAY)
    bob.tap("Stop for tonight")
    alice.page.clock.fast_forward(21_000)

    assert alice.reads("Not tonight. It goes on when both of you say yes.")
    assert alice.path == GATED


def test_a_note_shown_in_a_meeting_comes_by_itself(two):
    alice, bob = two
    alice.go("/meeting/")
    alice.tap("Begin")
    bob.go("/meeting/")
    bob.tap("Join")
    bob.write_at("textarea[name=text]", "You carried the bike up.")
    bob.tap("Show Alice")
    assert bob.reads("Alice can read this note.")

    alice.page.clock.fast_forward(21_000)

    assert alice.reads("You carried the bike up.")


def _both_say_yes(alice, bob) -> None:
    """Say yes where it was not said yet this evening."""
    for phone in (alice, bob):
        phone.go(GATED)
        if phone.named("Yes, tonight").is_visible():
            phone.tap("Yes, tonight")
            phone.named("Yes, tonight").wait_for(state="hidden")
