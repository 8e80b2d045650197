"""Which question a day has, and when answers open."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.domain.library import load
from closeknit.rooms.people.rules import couple_day
from closeknit.rooms.questions.rules import (
    AnswerStatus,
    DayState,
    Decision,
    Past,
    Visibility,
    is_waiting,
    keeps_escrow,
    may_hand_over,
    may_reveal,
    oldest_open_day,
    picks,
    state_of,
)

LIBRARY = load()
SEED = UUID(int=7)
MONDAY = date(2026, 3, 2)
OWN = UUID(int=1)
SEALED = AnswerStatus(is_there=True)


def picked(on, *, seed=SEED, **past):
    past.setdefault("last_day", on - timedelta(days=1))
    return picks(seed=seed, past=Past(**past), last=on, library=LIBRARY)[on]


def days(count, start=MONDAY):
    return [start + timedelta(days=step) for step in range(count)]


def test_the_same_day_has_the_same_question_however_often_one_looks():
    assert picked(MONDAY) == picked(MONDAY)


def test_two_couples_have_their_own_order_after_their_first_week():
    seeds = [UUID(int=number) for number in range(20)]
    used = {
        each.id: MONDAY - timedelta(days=1)
        for each in LIBRARY.questions.values()
        if each.first_evening
    }

    assert len({picked(MONDAY, seed=seed, used=used).question.id for seed in seeds}) > 1


def test_days_on_which_nobody_wrote_still_have_questions_of_their_own():
    questions = [picked(on, last_day=MONDAY - timedelta(days=1)).question for on in days(6)]

    assert len({question.id for question in questions}) == 6
    assert len({question.strand for question in questions}) == 6


def test_a_skipped_question_never_comes():
    first = picked(MONDAY).question.id

    assert picked(MONDAY, skipped=frozenset({first})).question.id != first


def test_a_pack_comes_only_when_it_was_chosen():
    packless = frozenset(each.id for each in LIBRARY.questions.values() if not each.pack)

    assert picked(MONDAY, skipped=packless) is None
    assert picked(MONDAY, skipped=packless, packs=frozenset({"apart"})).question.pack == "apart"


@pytest.mark.parametrize(
    ("mutual", "deep", "deepest"), [(0, False, 2), (9, True, 2), (10, False, 3), (10, True, 4)]
)
def test_depth_opens_step_by_step(mutual, deep, deepest):
    shallow = frozenset(each.id for each in LIBRARY.questions.values() if each.depth < deepest)

    found = picked(MONDAY, skipped=shallow, mutual_answers=mutual, is_deep=deep)

    assert found.question.depth == deepest


def test_no_depth_comes_early():
    light = frozenset(each.id for each in LIBRARY.questions.values() if each.depth <= 2)

    assert picked(MONDAY, skipped=light, mutual_answers=9, is_deep=True) is None
    assert picked(MONDAY, skipped=light, mutual_answers=10).question.depth == 3


def test_their_own_questions_come_every_other_day_and_each_but_once_whoever_wrote():
    other = UUID(int=2)
    written = ((OWN, MONDAY), (other, MONDAY))
    week = days(5, MONDAY + timedelta(days=1))

    found = [picked(on, own_waiting=written, last_day=MONDAY).own for on in week]

    assert found == [OWN, None, other, None, None]


def test_a_day_on_which_nobody_wrote_uses_up_its_question():
    sunday, tuesday = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)

    silent = picks(seed=SEED, past=Past(last_day=sunday), last=tuesday, library=LIBRARY)
    monday = silent[MONDAY].question
    after_words = picked(tuesday, used={monday.id: MONDAY}, last_day=MONDAY)

    assert silent[tuesday] == after_words


def test_a_year_without_a_word_holds_no_question_twice():
    year = picks(
        seed=SEED,
        past=Past(last_day=MONDAY, mutual_answers=10, is_deep=True),
        last=MONDAY + timedelta(days=365),
        library=LIBRARY,
    )

    assert len(year) == 365
    assert len({each.question.id for each in year.values()}) == 365


def test_after_one_of_their_own_the_library_has_a_day():
    found = picked(
        MONDAY,
        own_waiting=((OWN, MONDAY - timedelta(days=9)),),
        own_last_asked=MONDAY - timedelta(days=1),
    )

    assert found.own is None


def test_a_question_asked_before_says_when():
    used = {each.id: MONDAY - timedelta(days=900) for each in LIBRARY.questions.values()}

    assert picked(MONDAY, used=used).asked_before == MONDAY - timedelta(days=900)


@given(step=st.integers(0, 60 * 24 * 3), zone=st.sampled_from(["Europe/Berlin", "Asia/Tokyo"]))
@settings(max_examples=60, deadline=None)
def test_13_over_the_change_of_clocks_a_day_begins_once_at_four(step, zone):
    start = datetime(2026, 3, 28, 0, 0, tzinfo=UTC)
    before, after = (start + timedelta(minutes=step + more) for more in (0, 1))

    first, second = (couple_day(now=now, zone=zone) for now in (before, after))

    assert second - first in (timedelta(0), timedelta(days=1))


def test_an_answer_waits_seven_days_and_no_more():
    waits = [is_waiting(on=MONDAY, today=today) for today in days(9)]

    assert waits == [True] * 7 + [False] * 2


@pytest.mark.parametrize("paired_on", [None, MONDAY + timedelta(days=1)])
def test_nothing_opens_of_a_day_before_they_paired(paired_on):
    assert not may_reveal(on=MONDAY, today=MONDAY, paired_on=paired_on, mine=SEALED, theirs=SEALED)
    assert not may_hand_over(
        on=MONDAY, today=MONDAY + timedelta(days=9), paired_on=paired_on, mine=SEALED
    )


@pytest.mark.parametrize(
    "theirs",
    [
        AnswerStatus(),
        AnswerStatus(is_there=True, is_open=True),
        AnswerStatus(is_there=True, decided=Decision.KEPT),
    ],
)
def test_one_answer_opens_nothing(theirs):
    assert not may_reveal(on=MONDAY, today=MONDAY, paired_on=MONDAY, mine=SEALED, theirs=theirs)


def test_alone_an_escrow_lives_for_the_day_of_writing_only():
    tuesday = MONDAY + timedelta(days=1)

    assert keeps_escrow(on=MONDAY, today=MONDAY, paired_on=None)
    assert not keeps_escrow(on=MONDAY, today=tuesday, paired_on=None)
    assert oldest_open_day(today=tuesday, paired_on=None) == tuesday


def test_escrows_older_than_the_wait_are_gone():
    today = MONDAY + timedelta(days=7)

    assert oldest_open_day(today=today, paired_on=MONDAY) == MONDAY + timedelta(days=1)


@given(
    visibility=st.builds(
        Visibility,
        mine=st.just(AnswerStatus()),
        theirs_is_open=st.sampled_from([False]),
        was_revealed=st.booleans(),
        has_draft=st.booleans(),
        has_passed=st.booleans(),
    ),
    later=st.integers(0, 20),
)
def test_who_has_not_answered_is_never_told_of_a_waiting_answer(visibility, later):
    state = state_of(
        on=MONDAY, today=MONDAY + timedelta(days=later), paired_on=MONDAY, visibility=visibility
    )

    assert state in (DayState.UNWRITTEN, DayState.DRAFT, DayState.PASSED)
