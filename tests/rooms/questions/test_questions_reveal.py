"""Two people, one question: sealed until both have answered."""

from datetime import timedelta

import pytest
from cast import pair

from closeknit.rooms.questions import actions, queries
from closeknit.rooms.questions.models import Answer, Day
from closeknit.rooms.questions.rules import DayState


def test_one_answer_alone_stays_sealed(couple, evening):
    alice, bob = couple

    state = evening.write(alice, "The river at noon.")

    assert state is DayState.SEALED_WAITING
    assert evening.see(alice).answers.mine.text == "The river at noon."
    assert evening.see(alice).answers.theirs is None
    assert evening.see(bob).state is DayState.UNWRITTEN
    assert evening.see(bob).answers.theirs is None


def test_the_second_answer_opens_both(couple, evening):
    alice, bob = couple
    evening.write(alice, "The river at noon.")

    state = evening.write(bob, "Your letter.")

    assert state is DayState.REVEALED
    assert evening.see(bob).answers.theirs.text == "The river at noon."
    assert evening.see(alice).answers.theirs.text == "Your letter."
    assert evening.see(alice).state is DayState.REVEALED
    assert Day.objects.get().revealed_on == alice.viewer().today
    assert not Answer.objects.filter(escrow__isnull=False).exists()


def test_an_answer_can_be_changed_until_it_opens(couple, evening):
    alice, bob = couple
    evening.write(alice, "First words.")
    evening.write(alice, "Better words.")

    evening.write(bob, "Mine.")

    assert evening.see(bob).answers.theirs.text == "Better words."
    with pytest.raises(actions.AlreadyOpenError):
        evening.write(alice, "Too late.")
    assert evening.see(bob).answers.theirs.text == "Better words."


def test_the_same_answer_sent_twice_is_one_row(couple, evening):
    alice, bob = couple
    evening.write(alice, "Once.")
    evening.write(alice, "Once.")
    evening.write(bob, "Mine.")

    state = evening.write(bob, "Mine.")

    assert state is DayState.REVEALED
    assert Answer.objects.count() == 2


def test_passing_opens_nothing_and_looks_like_not_yet(couple, evening):
    alice, bob = couple
    evening.write(alice, "Sealed.")
    before = evening.see(alice)

    actions.pass_on(viewer=bob.viewer(), on=bob.viewer().today)

    assert evening.see(alice) == before
    assert evening.see(bob).state is DayState.PASSED
    assert evening.see(bob).answers.theirs is None


def test_a_pass_can_be_taken_back_by_writing(couple, evening):
    alice, bob = couple
    actions.pass_on(viewer=bob.viewer(), on=bob.viewer().today)
    evening.write(alice, "Sealed.")

    state = evening.write(bob, "After all.")

    assert state is DayState.REVEALED


def test_tonight_says_no_more_than_the_viewer_may_know(couple, evening):
    alice, bob = couple
    before = queries.tonight(viewer=bob.viewer())

    evening.write(alice, "Sealed.")

    assert queries.tonight(viewer=bob.viewer()) == before
    assert queries.tonight(viewer=alice.viewer()).state is DayState.SEALED_WAITING


def test_an_earlier_day_still_opens_within_seven_days(couple, clock, evening):
    alice, bob = couple
    monday = alice.viewer().today
    evening.write(alice, "On Monday.")
    clock.forward(days=6)

    earlier = queries.open_earlier_day(viewer=bob.viewer())
    state = evening.write(bob, "On Sunday.", on=monday)

    assert (earlier.date, earlier.why) == (monday, queries.Open.WRITE)
    assert state is DayState.REVEALED
    assert evening.see(alice, on=monday).answers.theirs.text == "On Sunday."
    assert evening.see(alice, on=monday).answers.mine.text == "On Monday."


def test_after_seven_days_only_its_author_decides(couple, clock, evening):
    alice, bob = couple
    monday = alice.viewer().today
    evening.write(alice, "On Monday.")
    clock.forward(days=7)

    earlier = queries.open_earlier_day(viewer=alice.viewer())

    assert (earlier.date, earlier.why) == (monday, queries.Open.DECIDE)
    assert queries.open_earlier_day(viewer=bob.viewer()).date > monday
    assert evening.see(bob, on=monday) is None
    with pytest.raises(actions.DayIsClosedError):
        actions.seal_answer(viewer=bob.viewer(), on=monday, question="l-001", text="Late.")


def test_an_answer_handed_over_opens_to_the_partner(couple, clock, evening):
    alice, bob = couple
    monday = alice.viewer().today
    evening.write(alice, "On Monday.")
    clock.forward(days=7)

    actions.hand_over(viewer=alice.viewer(), on=monday)

    assert evening.see(bob, on=monday).answers.theirs.text == "On Monday."
    assert evening.see(bob, on=monday).state is DayState.RECEIVED
    assert evening.see(alice, on=monday).state is DayState.HANDED


def test_an_answer_is_not_handed_over_while_it_waits(couple, clock, evening):
    alice, bob = couple
    monday = alice.viewer().today
    evening.write(alice, "On Monday.")
    clock.forward(days=6)

    with pytest.raises(actions.DayIsClosedError):
        actions.hand_over(viewer=alice.viewer(), on=monday)

    assert evening.see(bob, on=monday).answers.theirs is None


def test_an_answer_kept_private_never_opens(couple, evening):
    alice, bob = couple
    evening.write(alice, "Mine alone.")
    actions.keep_private(viewer=alice.viewer(), on=alice.viewer().today)

    state = evening.write(bob, "Where are you?")

    assert state is DayState.SEALED_WAITING
    assert evening.see(bob).answers.theirs is None
    assert evening.see(alice).state is DayState.KEPT


def test_an_answer_let_go_leaves_no_row(couple, clock, evening):
    alice, _bob = couple
    monday = alice.viewer().today
    evening.write(alice, "Gone soon.")
    clock.forward(days=8)

    actions.let_go(viewer=alice.viewer(), on=monday)

    assert not Answer.objects.exists()
    assert evening.see(alice, on=monday) is None


def test_what_was_written_alone_stays_private_after_pairing(alice, bob, clock, evening):
    monday = alice.viewer().today
    evening.write(alice, "Before you came.")
    clock.forward(days=1)
    pair(alice, bob)

    assert evening.see(bob, on=monday) is None
    with pytest.raises(actions.DayIsClosedError):
        write_to_earlier_day(bob, monday)
    assert evening.see(alice, on=monday).state is DayState.KEPT
    clock.forward(days=7)
    with pytest.raises(actions.DayIsClosedError):
        actions.hand_over(viewer=alice.viewer(), on=monday)


def write_to_earlier_day(person, on):
    slug = Day.objects.get(date=on).slug
    return actions.seal_answer(viewer=person.viewer(), on=on, question=slug, text="Me too.")


def test_a_partner_who_joins_the_same_evening_can_reveal(alice, bob, evening):
    evening.write(alice, "Alone at the table.")
    pair(alice, bob)

    state = evening.write(bob, "Here I am.")

    assert state is DayState.REVEALED
    assert evening.see(alice).answers.theirs.text == "Here I am."


def test_escrows_of_the_days_before_they_paired_are_destroyed(alice, bob, clock, evening):
    evening.write(alice, "Before you came.")
    clock.forward(days=1)
    pair(alice, bob)

    evening.write(alice, "Today.")

    assert Answer.objects.get(day__date=alice.viewer().today - timedelta(days=1)).escrow is None
    assert Answer.objects.get(day__date=alice.viewer().today).escrow is not None
