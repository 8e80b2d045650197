"""What a person set for themselves: one size for everybody, and two devices lose nothing."""

from datetime import date, timedelta

import pytest
from cast import Clock

from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.models import Preferences
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.rules import (
    Choices,
    choices_from_words,
    choices_to_words,
)
from closeknit.rooms.questions.actions import pass_on

TODAY = date(2026, 3, 2)
EVERYTHING = Choices(
    quieter=True,
    paused=True,
    quiet_until=TODAY,
    evenings=7,
    begun_on=TODAY,
    put_off=frozenset({"evening", "first_thanks", "invitation", "recovery_code"}),
    put_off_on=TODAY,
    passed=frozenset(TODAY - timedelta(days=back) for back in range(14)),
)


@pytest.mark.parametrize("choices", [Choices(), Choices(quieter=True), EVERYTHING])
def test_m7_the_row_has_one_size_whatever_is_in_it(alice, choices):
    sizes = set()
    for each in (Choices(), choices):
        keep_choices(viewer=alice.viewer(), choices=each)
        row = Preferences.objects.get(owner=alice.user)
        sizes.add((len(row.sealed), len(row.for_owner)))

    assert len(sizes) == 1
    assert choices_of(viewer=alice.viewer()) == choices


def test_choices_are_read_as_they_were_written():
    assert choices_from_words(choices_to_words(EVERYTHING)) == EVERYTHING


def test_what_does_not_fit_is_refused_and_not_cut():
    too_much = Choices(put_off=frozenset({"x" * 3000}))

    with pytest.raises(ValueError, match="longer than the row"):
        choices_to_words(too_much)


def test_m7_a_pass_is_forgotten_after_two_weeks(couple, clock: Clock):
    alice, _bob = couple
    for _day in range(20):
        pass_on(viewer=alice.viewer(), on=alice.viewer().today)
        clock.forward(days=1)

    passed = choices_of(viewer=alice.viewer()).passed

    assert len(passed) == 14
    assert max(passed) == alice.viewer().today - timedelta(days=1)
