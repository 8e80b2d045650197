from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.rooms.people.rules import FIRST_EVENINGS, Pace
from closeknit.rooms.today.rules.evenings import (
    ONBOARDING_STEPS,
    OnboardingProgress,
    OnboardingStep,
    begun_tonight,
    completed_after,
    onboarding_step_tonight,
)
from closeknit.rooms.today.rules.pace import is_evening_for, is_week_end, pace_from

MONDAY = date(2026, 3, 2)


def tonight(progress, *, day, is_quieter=False):
    return onboarding_step_tonight(
        progress,
        today=MONDAY + timedelta(days=day),
        began_on=MONDAY,
        is_quieter=is_quieter,
    )


def begun(step, *, day):
    return OnboardingProgress(
        completed=completed_after(step), begun_on=MONDAY + timedelta(days=day)
    )


def test_each_of_the_seven_evenings_brings_its_one_new_thing():
    progress, seen = OnboardingProgress(), []

    for day in range(10):
        step = tonight(progress, day=day)
        seen.append(step)
        progress = begun(step, day=day) if step else progress

    assert seen == [None, *ONBOARDING_STEPS[1:], None, None, None]
    assert len(ONBOARDING_STEPS) == FIRST_EVENINGS


def test_the_first_evening_belongs_to_the_question_alone():
    assert tonight(OnboardingProgress(), day=0) is None
    assert tonight(OnboardingProgress(), day=1) is OnboardingStep.THANKS


@given(st.lists(st.integers(min_value=1, max_value=90), min_size=6, max_size=6))
def test_days_away_lose_nothing(gaps):
    progress, day, seen = OnboardingProgress(), 0, []

    for gap in gaps:
        day += gap
        step = tonight(progress, day=day)
        seen.append(step)
        progress = begun(step, day=day)

    assert seen == list(ONBOARDING_STEPS[1:])


def test_not_tonight_keeps_the_same_thing_for_the_next_visit():
    put_off = OnboardingProgress(completed=2, is_put_off=True)

    assert tonight(put_off, day=3) is None
    assert tonight(replace(put_off, is_put_off=False), day=8) is OnboardingStep.TURN


def test_one_evening_never_brings_two_things():
    progress = begun(OnboardingStep.TURN, day=3)

    assert tonight(progress, day=3) is None
    assert begun_tonight(progress, today=MONDAY + timedelta(days=3)) is OnboardingStep.TURN
    assert begun_tonight(progress, today=MONDAY + timedelta(days=4)) is None


def test_a_day_that_came_twice_brings_nothing_twice():
    assert tonight(begun(OnboardingStep.TURN, day=5), day=4) is None


def test_quieter_mode_brings_only_what_asks_nobody_to_open_up():
    progress, seen = OnboardingProgress(), []

    for day in range(1, 5):
        step = tonight(progress, day=day, is_quieter=True)
        seen.append(step)
        progress = begun(step, day=day) if step else progress

    assert seen == [OnboardingStep.LOOK_BACK, OnboardingStep.PACE, None, None]


@pytest.mark.parametrize(("pace", "evenings"), [(Pace.LITTLE, 2), (Pace.SOME, 4), (Pace.MORE, 7)])
def test_a_pace_is_kept_within_any_seven_days(pace, evenings):
    couple = uuid4()
    days = [MONDAY + timedelta(days=day) for day in range(400)]

    is_on = [is_evening_for(pace, on=day, couple=couple) for day in days]
    weeks = [sum(is_on[start : start + 7]) for start in range(len(days) - 7)]

    assert set(weeks) <= {evenings, evenings + 1} if evenings < 7 else {7}


def test_whoever_only_comes_on_mondays_is_not_left_out_by_the_pace():
    mondays = [MONDAY + timedelta(weeks=week) for week in range(52)]

    assert any(is_evening_for(Pace.LITTLE, on=day, couple=UUID(int=7)) for day in mondays)


def test_until_a_couple_has_chosen_its_pace_is_the_middle_one():
    assert [pace_from(word) for word in ("", "little", "nonsense")] == [
        Pace.SOME,
        Pace.LITTLE,
        Pace.SOME,
    ]


def test_a_week_ends_on_sunday():
    assert [is_week_end(MONDAY + timedelta(days=day)) for day in range(7)] == [False] * 6 + [True]
