"""What one thinks the other will say: sealed with one's own answer, open with the reveal."""

import pytest
from cast import Person

from closeknit.rooms.questions import actions
from closeknit.rooms.questions.models import Answer
from closeknit.rooms.questions.queries import DayState, export

GUESS = "Bob will say the harbour."
GUESS_BACK = "Alice will say the kettle."


def page(person: Person, address: str = "/tonight/") -> str:
    return person.client.get(address).content.decode()


@pytest.fixture
def sealed(couple, codes_on_paper, evening, clock):
    """The second evening; Alice has sealed an answer, Bob has not written."""
    clock.forward(days=1)
    alice, bob = couple
    for each in couple:
        each.sign_in()
    evening.write(alice, "The lamp.")
    return alice, bob


def guess(person: Person, words: str):
    return person.client.post(f"/answers/{person.viewer().today}/guess/", {"guess": words})


def test_a_guess_is_sealed_with_the_answer_and_opens_with_it(sealed, evening):
    alice, bob = sealed

    guess(alice, GUESS)
    before = page(bob)
    state = evening.write(bob, "The snow.")

    assert GUESS not in before
    assert state is DayState.REVEALED
    assert "What Alice guessed" in page(bob)
    assert GUESS in page(bob)
    assert "What you guessed" in page(alice)
    assert "What Bob guessed" not in page(alice)


def test_whoever_answers_second_guesses_while_writing(sealed, evening):
    alice, bob = sealed
    words = {"question": evening.question(bob), "text": "The snow.", "guess": GUESS_BACK}

    bob.client.post(f"/answers/{bob.viewer().today}/seal/", words)

    assert "What Bob guessed" in page(alice)
    assert GUESS_BACK in page(alice)
    assert GUESS_BACK in page(bob)


def test_the_page_on_which_one_guesses_does_not_tell_whether_the_other_has_written(
    couple, codes_on_paper, evening, clock
):
    clock.forward(days=1)
    alice, bob = couple
    bob.sign_in()
    field = '<textarea name="guess"'
    before = page(bob)

    evening.write(alice, "The lamp.")

    assert field in before
    assert field in page(bob)


def test_a_changed_answer_keeps_its_guess_and_a_guess_keeps_its_answer(sealed, evening):
    alice, bob = sealed

    guess(alice, "Bob will say nothing.")
    guess(alice, GUESS)
    evening.write(alice, "The lamp in the hall.")
    evening.write(bob, "The snow.")

    assert "The lamp in the hall." in page(bob)
    assert GUESS in page(bob)


def test_a_guess_may_be_taken_back(sealed, evening):
    alice, bob = sealed

    guess(alice, GUESS)
    guess(alice, "")
    evening.write(bob, "The snow.")

    assert "What Alice guessed" not in page(bob)


def test_a_guess_that_comes_after_the_reveal_changes_nothing(sealed, evening):
    alice, bob = sealed
    evening.write(bob, "The snow.")

    told = alice.client.post(
        f"/answers/{alice.viewer().today}/guess/", {"guess": GUESS}, follow=True
    ).content.decode()

    assert "You have both answered by now" in told
    assert GUESS not in page(bob)


def test_without_an_answer_there_is_nothing_to_guess_beside(sealed, charlie):
    _alice, bob = sealed
    charlie.sign_in()

    assert guess(bob, GUESS_BACK).status_code == 404
    assert guess(charlie, GUESS).status_code == 404
    assert not Answer.objects.filter(owner__in=[bob.user, charlie.user]).exists()


def test_a_guess_that_is_too_long_comes_back_with_a_sentence(sealed):
    alice, _bob = sealed

    told = guess(alice, "x" * 2_001)

    assert told.status_code == 422
    assert "That is longer than fits here." in told.content.decode()


def test_a_draft_keeps_the_guess_too(couple, codes_on_paper, clock, evening):
    clock.forward(days=1)
    alice, _bob = couple
    alice.sign_in()

    alice.client.post(
        f"/answers/{alice.viewer().today}/draft/", {"text": "LoopHalf a", "guess": GUESS}
    )

    assert GUESS in page(alice)
    assert evening.see(alice).draft == "LoopHalf a"


def test_a_handed_over_answer_takes_its_guess_along(sealed, clock):
    alice, bob = sealed
    guess(alice, GUESS)
    on = alice.viewer().today
    clock.forward(days=7)

    actions.hand_over(viewer=alice.viewer(), on=on)

    assert "What Alice thought you would say" in page(bob, f"/answers/{on}/")


def test_alone_a_guess_stays_with_the_answer(alice, evening, clock):
    alice.sign_in()
    evening.write(alice, "The lamp.")

    shown = page(alice, "/tonight/?guess=1")
    guess(alice, "They would say the harbour.")

    assert "for you alone" in shown
    assert "They would say the harbour." in page(alice)


def test_on_the_first_evening_the_page_has_one_place_to_write(alice):
    alice.sign_in()

    assert 'name="guess"' not in page(alice)


def test_both_guesses_are_taken_along(sealed, evening):
    alice, bob = sealed
    guess(alice, GUESS)
    evening.write(bob, "The snow.")

    (mine,), (theirs,) = (export(viewer=each.viewer()) for each in (alice, bob))

    assert (mine.my_guess, mine.their_guess) == (GUESS, "")
    assert (theirs.my_guess, theirs.their_guess) == ("", GUESS)
