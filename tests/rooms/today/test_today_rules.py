from dataclasses import replace

import pytest

from closeknit.rooms.today.rules.tonight import (
    CAN_BE_PUT_OFF,
    Beside,
    Evening,
    Offer,
    Waiting,
    offer,
    waiting,
)

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
EVERYTHING = Beside(has_thing=True, is_week_end=True, is_for_pace=True)


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


def test_each_step_of_the_first_evening_may_be_put_off_by_itself():
    answered = replace(FIRST, is_answered=True)
    no_thanks = replace(answered, put_off=frozenset({"first_thanks"}))
    no_invitation = replace(no_thanks, put_off=frozenset({"first_thanks", "invitation"}))
    no_code = replace(no_thanks, put_off=frozenset(CAN_BE_PUT_OFF))

    steps = [answered, no_thanks, no_invitation, no_code]

    assert [waiting(step) for step in steps] == [
        Waiting.FIRST_THANKS,
        Waiting.INVITATION,
        Waiting.RECOVERY_CODE,
        Waiting.NOTHING,
    ]


def test_the_first_evening_offers_nothing_beside_its_steps():
    done = replace(LATER, is_first_evening=True, is_answered=True, has_thanked=True)

    assert offer(done, waits=waiting(done), beside=EVERYTHING) is Offer.NOTHING


@pytest.mark.parametrize(
    ("beside", "offered"),
    [
        (EVERYTHING, Offer.EVENING),
        (replace(EVERYTHING, has_thing=False, was_thing=True), Offer.NOTHING),
        (replace(EVERYTHING, has_thing=False), Offer.WEEK),
        (Beside(is_for_pace=True), Offer.PRACTICE),
        (Beside(), Offer.NOTHING),
    ],
)
def test_one_thing_at_most_stands_beside_what_waits(beside, offered):
    assert offer(LATER, waits=Waiting.QUESTION, beside=beside) is offered


def test_nothing_is_offered_beside_a_room_a_request_or_the_smallest_step():
    room = replace(LATER, has_open_room=True)
    back = replace(LATER, has_returned=True)
    asked = replace(LATER, has_words_left=True)

    assert [waiting(each) for each in (room, back)] == [Waiting.ROOM, Waiting.SMALLEST_STEP]
    for each in (room, back, asked):
        assert offer(each, waits=waiting(each), beside=EVERYTHING) is Offer.NOTHING


def test_whoever_comes_back_finds_an_open_room_before_the_smallest_step():
    assert waiting(replace(LATER, has_returned=True, has_open_room=True)) is Waiting.ROOM


def test_a_pause_asks_nothing_and_offers_nothing():
    paused = replace(LATER, is_paused=True)

    assert waiting(paused) is Waiting.NOTHING
    assert offer(paused, waits=Waiting.NOTHING, beside=EVERYTHING) is Offer.NOTHING


def test_an_earlier_day_waits_once_tonight_is_answered_or_passed():
    open_day = replace(LATER, has_earlier_day=True)

    assert waiting(open_day) is Waiting.QUESTION
    assert waiting(replace(open_day, is_answered=True)) is Waiting.EARLIER_DAY
    assert waiting(replace(open_day, is_passed=True)) is Waiting.EARLIER_DAY
