from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.rooms.people.cards import Card, Form, Priority
from closeknit.rooms.today.rules.arrival import Arrival, ArrivalStep, arrival_step_tonight
from closeknit.rooms.today.rules.ranking import AT_MOST, OFFERS, QUESTION, WAITS, ranked

FIRST = Arrival(is_first_evening=True, has_thanked=False, has_invited=False, has_recovery=False)
ANY = st.sets(st.sampled_from(Priority)).map(
    lambda found: (
        [card(each) for each in found - QUESTION] + [card(max(found & QUESTION))]
        if found & QUESTION
        else [card(each) for each in found]
    )
)


def card(priority: Priority) -> Card:
    return Card(priority, f"{priority.name.lower()}.html")


def shown(*priorities, is_first_evening=False, has_returned=False):
    found = ranked(
        [card(each) for each in priorities],
        is_first_evening=is_first_evening,
        has_returned=has_returned,
    )
    return [(each.card.priority, each.form) for each in found]


def names(*priorities, **facts):
    return [priority for priority, _form in shown(*priorities, **facts)]


def test_the_first_evening_goes_from_a_thank_you_to_an_invitation_and_the_code():
    after_the_thanks = replace(FIRST, has_thanked=True)
    after_the_invitation = replace(after_the_thanks, has_invited=True)
    after_the_code = replace(after_the_invitation, has_recovery=True)

    steps = [FIRST, after_the_thanks, after_the_invitation, after_the_code]

    assert [arrival_step_tonight(each) for each in steps] == [*ArrivalStep, None]


def test_each_step_of_the_first_evening_may_be_put_off_by_itself():
    no_thanks = replace(FIRST, put_off=frozenset({"first_thanks"}))
    no_invitation = replace(FIRST, put_off=frozenset({"first_thanks", "invitation"}))
    no_code = replace(FIRST, put_off=frozenset(ArrivalStep))

    steps = [FIRST, no_thanks, no_invitation, no_code]

    assert [arrival_step_tonight(each) for each in steps] == [*ArrivalStep, None]


def test_later_only_the_code_is_still_asked_for():
    assert arrival_step_tonight(replace(FIRST, is_first_evening=False)) is ArrivalStep.RECOVERY_CODE


def test_the_question_comes_before_the_steps():
    assert names(Priority.ARRIVAL_STEP, Priority.QUESTION) == [Priority.QUESTION]


@pytest.mark.parametrize("completed", [Priority.STANDS, Priority.EARLIER_DAY])
def test_a_step_makes_the_question_that_is_behind_a_line(completed):
    assert shown(completed, Priority.ARRIVAL_STEP) == [
        (Priority.ARRIVAL_STEP, Form.FULL),
        (completed, Form.LINE),
    ]


@pytest.mark.parametrize("question", sorted(QUESTION))
def test_what_is_under_way_comes_first_and_the_question_stays_a_line(question):
    assert shown(question, Priority.ARRIVAL_STEP, Priority.UNDER_WAY) == [
        (Priority.UNDER_WAY, Form.FULL),
        (question, Form.LINE),
    ]


def test_one_offer_at_most_stands_beside_what_waits():
    for offers in [each for size in (1, 2, 3) for each in combinations(sorted(OFFERS), size)]:
        assert names(Priority.QUESTION, *offers) == [Priority.QUESTION, min(offers)]


def test_the_first_evening_offers_nothing_beside_its_steps():
    found = names(Priority.STANDS, Priority.ARRIVAL_STEP, *OFFERS, is_first_evening=True)

    assert found == [Priority.ARRIVAL_STEP, Priority.STANDS]


@pytest.mark.parametrize(
    "filling", [Priority.UNDER_WAY, Priority.PARTNER_ASKS, Priority.WORDS_LEFT, Priority.RESTING]
)
def test_nothing_is_offered_beside_what_fills_the_evening(filling):
    assert not OFFERS & set(names(filling, Priority.QUESTION, *OFFERS))


def test_after_a_return_the_question_stands_alone_as_the_smallest_step():
    everything_else = (Priority.ARRIVAL_STEP, Priority.RECEIVED, *OFFERS)

    for question in QUESTION:
        found = shown(question, *everything_else, has_returned=True)
        assert found == [(question, Form.ALONE)]


@pytest.mark.parametrize("before", [Priority.UNDER_WAY, Priority.PARTNER_ASKS, Priority.RESTING])
def test_what_cannot_wait_comes_before_the_smallest_step(before):
    found = shown(before, Priority.QUESTION, has_returned=True)

    assert found[0] == (before, Form.FULL)
    assert Form.ALONE not in {form for _priority, form in found}


def test_words_left_wait_beside_the_smallest_step():
    found = shown(Priority.WORDS_LEFT, Priority.QUESTION, has_returned=True)

    assert found == [(Priority.QUESTION, Form.ALONE), (Priority.WORDS_LEFT, Form.LINE)]


def test_who_rests_is_asked_nothing_and_still_gets_what_the_other_left():
    found = names(
        Priority.RESTING,
        Priority.QUESTION,
        Priority.ARRIVAL_STEP,
        Priority.BEGUN,
        Priority.WORDS_LEFT,
        Priority.RECEIVED,
        *OFFERS,
    )

    assert found == [Priority.RESTING, Priority.WORDS_LEFT, Priority.RECEIVED]


def test_on_arrival_what_the_other_left_comes_before_anything_is_asked():
    arriving = names(Priority.QUESTION, Priority.RECEIVED, is_first_evening=True)
    answered = names(
        Priority.STANDS, Priority.ARRIVAL_STEP, Priority.RECEIVED, is_first_evening=True
    )
    later = names(Priority.QUESTION, Priority.RECEIVED)

    assert arriving == [Priority.RECEIVED, Priority.QUESTION]
    assert answered == [Priority.ARRIVAL_STEP, Priority.STANDS, Priority.RECEIVED]
    assert later == [Priority.QUESTION, Priority.RECEIVED]


@given(cards=ANY, is_first_evening=st.booleans(), has_returned=st.booleans())
def test_whatever_rooms_propose_three_are_shown_and_one_waits_and_one_offers(
    cards, is_first_evening, has_returned
):
    found = ranked(cards, is_first_evening=is_first_evening, has_returned=has_returned)

    whole = [each.card.priority for each in found if each.form is not Form.LINE]
    assert len(whole) <= AT_MOST
    assert sum(priority in WAITS for priority in whole) <= 1
    assert sum(priority in OFFERS for priority in whole) <= 1
    assert {each.card for each in found} <= set(cards)


def test_more_cards_of_one_kind_than_three_leave_the_last_out():
    given_twice = [Priority.RECEIVED, Priority.RECEIVED, Priority.PARTNER_ASKS, Priority.QUESTION]

    assert names(*given_twice) == [Priority.PARTNER_ASKS, Priority.QUESTION, Priority.RECEIVED]
