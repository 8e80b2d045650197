"""How a day stands for one of the two, and until when its words may open; no database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from closeknit.rooms.questions.rules import (
    WAITS_FOR,
    AnswerStatus,
    DayState,
    Decision,
    Visibility,
    is_shared_day,
    is_waiting,
    keeps_escrow,
    may_hand_over,
    may_reveal,
    state_of,
    takes_words,
)

TODAY = date(2026, 3, 9)
A_DAY = timedelta(days=1)
PAIRED = TODAY - timedelta(days=30)
SEALED = AnswerStatus(is_there=True)
OPEN = AnswerStatus(is_there=True, is_open=True)
LAST_THAT_WAITS = TODAY - WAITS_FOR + A_DAY
OVER = TODAY - WAITS_FOR


def stands(visibility, *, on=TODAY, paired_on=PAIRED):
    return state_of(on=on, today=TODAY, paired_on=paired_on, visibility=visibility)


@pytest.mark.parametrize(
    ("visibility", "state"),
    [
        (Visibility(), DayState.UNWRITTEN),
        (Visibility(has_draft=True), DayState.DRAFT),
        (Visibility(has_passed=True), DayState.PASSED),
        (Visibility(has_passed=True, has_draft=True), DayState.PASSED),
        (Visibility(theirs_is_open=True), DayState.RECEIVED),
        (Visibility(theirs_is_open=True, has_passed=True), DayState.RECEIVED),
        (Visibility(mine=SEALED), DayState.SEALED_WAITING),
        (Visibility(mine=SEALED, has_draft=True, has_passed=True), DayState.SEALED_WAITING),
        (Visibility(mine=OPEN), DayState.HANDED),
        (Visibility(mine=OPEN, theirs_is_open=True), DayState.REVEALED),
        (Visibility(mine=OPEN, was_revealed=True), DayState.REVEALED),
        (Visibility(mine=replace(SEALED, decided=Decision.KEPT)), DayState.KEPT),
    ],
    ids=str,
)
def test_each_day_stands_in_one_way(visibility, state):
    assert stands(visibility) is state


@pytest.mark.parametrize(
    ("on", "paired_on", "state"),
    [
        (LAST_THAT_WAITS, PAIRED, DayState.SEALED_WAITING),
        (OVER, PAIRED, DayState.UNMATCHED),
        (TODAY, TODAY, DayState.SEALED_WAITING),
        (TODAY - A_DAY, TODAY, DayState.KEPT),
        (TODAY, None, DayState.SEALED_WAITING),
        (TODAY - A_DAY, None, DayState.KEPT),
    ],
    ids=str,
)
def test_a_sealed_answer_waits_a_week_and_never_from_before_they_were_two(on, paired_on, state):
    assert stands(Visibility(mine=SEALED), on=on, paired_on=paired_on) is state


def test_a_day_takes_words_for_a_week_from_when_somebody_came():
    assert [is_waiting(on=on, today=TODAY) for on in (TODAY + A_DAY, TODAY)] == [False, True]
    assert [is_waiting(on=on, today=TODAY) for on in (LAST_THAT_WAITS, OVER)] == [True, False]
    assert takes_words(on=TODAY, today=TODAY, joined_on=TODAY)
    assert not takes_words(on=TODAY - A_DAY, today=TODAY, joined_on=TODAY)
    assert not takes_words(on=OVER, today=TODAY, joined_on=PAIRED)


def test_the_host_keeps_a_wrap_only_while_a_reveal_may_need_it():
    def keeps(on, paired_on):
        return keeps_escrow(on=on, today=TODAY, paired_on=paired_on)

    assert keeps(TODAY, None)
    assert not keeps(TODAY - A_DAY, None)
    assert keeps(TODAY, TODAY)
    assert not keeps(TODAY - A_DAY, TODAY)
    assert keeps(LAST_THAT_WAITS, PAIRED)
    assert not keeps(OVER, PAIRED)


def test_a_day_is_both_of_theirs_from_the_one_they_paired_on():
    assert is_shared_day(on=PAIRED, paired_on=PAIRED)
    assert not is_shared_day(on=PAIRED - A_DAY, paired_on=PAIRED)
    assert not is_shared_day(on=PAIRED, paired_on=None)


@pytest.mark.parametrize(
    ("changed", "may"),
    [
        ({}, True),
        ({"on": OVER - A_DAY}, True),
        ({"on": LAST_THAT_WAITS}, False),
        ({"paired_on": None}, False),
        ({"paired_on": OVER + A_DAY}, False),
        ({"mine": OPEN}, False),
        ({"mine": AnswerStatus()}, False),
        ({"mine": replace(SEALED, decided=Decision.KEPT)}, False),
    ],
    ids=str,
)
def test_an_author_decides_once_a_week_went_by_unmatched(changed, may):
    facts: dict[str, Any] = {"on": OVER, "today": TODAY, "paired_on": PAIRED, "mine": SEALED}

    assert may_hand_over(**(facts | changed)) is may


@pytest.mark.parametrize(
    ("changed", "may"),
    [
        ({}, True),
        ({"on": LAST_THAT_WAITS}, True),
        ({"on": OVER}, False),
        ({"on": TODAY + A_DAY}, False),
        ({"paired_on": None}, False),
        ({"paired_on": TODAY + A_DAY}, False),
        ({"mine": AnswerStatus()}, False),
        ({"theirs": AnswerStatus()}, False),
        ({"mine": OPEN}, False),
        ({"theirs": OPEN}, False),
        ({"theirs": replace(SEALED, decided=Decision.KEPT)}, False),
    ],
    ids=str,
)
def test_answers_open_when_both_are_sealed_on_a_day_of_both_that_waits(changed, may):
    facts: dict[str, Any] = {
        "on": TODAY,
        "today": TODAY,
        "paired_on": PAIRED,
        "mine": SEALED,
        "theirs": SEALED,
    }

    assert may_reveal(**(facts | changed)) is may
