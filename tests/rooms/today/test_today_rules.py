from dataclasses import replace

import pytest

from closeknit.rooms.today.rules import Evening, Waiting, may_suggest, waiting

FIRST = Evening(
    is_answered=False,
    is_passed=False,
    is_first_evening=True,
    is_paired=False,
    is_paused=False,
    has_thanked=False,
    has_invited=False,
    has_recovery=False,
    has_earlier_day=False,
)
LATER = replace(FIRST, is_first_evening=False, is_paired=True, has_invited=True, has_recovery=True)


def test_the_first_evening_goes_from_the_question_to_a_thank_you_an_invitation_and_the_code():
    after_the_question = replace(FIRST, is_answered=True)
    after_the_thanks = replace(after_the_question, has_thanked=True)
    after_the_invitation = replace(after_the_thanks, has_invited=True)

    steps = [FIRST, after_the_question, after_the_thanks, after_the_invitation]

    assert [waiting(step) for step in steps] == [
        Waiting.QUESTION,
        Waiting.FIRST_THANKS,
        Waiting.INVITATION,
        Waiting.RECOVERY_CODE,
    ]


def test_no_practice_is_offered_while_a_step_of_the_first_evening_waits():
    after_the_steps = replace(FIRST, is_answered=True, has_thanked=True, has_invited=True)

    assert not may_suggest(FIRST, waits=Waiting.QUESTION)
    assert not may_suggest(FIRST, waits=Waiting.FIRST_THANKS)
    assert not may_suggest(FIRST, waits=Waiting.INVITATION)
    assert may_suggest(after_the_steps, waits=waiting(after_the_steps))


@pytest.mark.parametrize("waits", [Waiting.QUESTION, Waiting.EARLIER_DAY, Waiting.NOTHING])
def test_on_a_later_evening_a_practice_stands_beside_whatever_waits(waits):
    assert may_suggest(LATER, waits=waits)


def test_a_pause_asks_nothing_and_offers_nothing():
    paused = replace(LATER, is_paused=True)

    assert waiting(paused) is Waiting.NOTHING
    assert not may_suggest(paused, waits=Waiting.NOTHING)


def test_an_earlier_day_waits_once_tonight_is_answered_or_passed():
    open_day = replace(LATER, has_earlier_day=True)

    assert waiting(open_day) is Waiting.QUESTION
    assert waiting(replace(open_day, is_answered=True)) is Waiting.EARLIER_DAY
    assert waiting(replace(open_day, is_passed=True)) is Waiting.EARLIER_DAY
