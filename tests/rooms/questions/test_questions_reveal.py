"""Two people, one question: sealed until both have answered."""

from datetime import timedelta

import pytest
from cast import pair

from closeknit.rooms.questions import actions, queries
from closeknit.rooms.questions.models import Answer, Day
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.questions.rules import State


def write(person, text, *, on=None):
    viewer = person.viewer()
    on = on or viewer.today
    page = day_page(viewer=viewer, on=on)
    return actions.seal_answer(viewer=viewer, on=on, question=page.question.key, text=text)


def see(person, *, on=None):
    viewer = person.viewer()
    return day_page(viewer=viewer, on=on or viewer.today)


def test_one_answer_alone_stays_sealed(couple):
    alice, bob = couple

    state = write(alice, "The river at noon.")

    assert state is State.SEALED_WAITING
    assert see(alice).answers.mine.text == "The river at noon."
    assert see(alice).answers.theirs is None
    assert see(bob).state is State.UNWRITTEN
    assert see(bob).answers.theirs is None


def test_the_second_answer_opens_both(couple):
    alice, bob = couple
    write(alice, "The river at noon.")

    state = write(bob, "Your letter.")

    assert state is State.REVEALED
    assert see(bob).answers.theirs.text == "The river at noon."
    assert see(alice).answers.theirs.text == "Your letter."
    assert see(alice).state is State.REVEALED
    assert Day.objects.get().revealed_on == alice.viewer().today
    assert not Answer.objects.filter(escrow__isnull=False).exists()


def test_an_answer_can_be_changed_until_it_opens(couple):
    alice, bob = couple
    write(alice, "First words.")
    write(alice, "Better words.")

    write(bob, "Mine.")

    assert see(bob).answers.theirs.text == "Better words."
    with pytest.raises(actions.AlreadyOpenError):
        write(alice, "Too late.")
    assert see(bob).answers.theirs.text == "Better words."


def test_the_same_answer_sent_twice_is_one_row(couple):
    alice, bob = couple
    write(alice, "Once.")
    write(alice, "Once.")
    write(bob, "Mine.")

    state = write(bob, "Mine.")

    assert state is State.REVEALED
    assert Answer.objects.count() == 2


def test_passing_opens_nothing_and_looks_like_not_yet(couple):
    alice, bob = couple
    write(alice, "Sealed.")
    before = see(alice)

    actions.pass_on(viewer=bob.viewer(), on=bob.viewer().today)

    assert see(alice) == before
    assert see(bob).state is State.PASSED
    assert see(bob).answers.theirs is None


def test_a_pass_can_be_taken_back_by_writing(couple):
    alice, bob = couple
    actions.pass_on(viewer=bob.viewer(), on=bob.viewer().today)
    write(alice, "Sealed.")

    state = write(bob, "After all.")

    assert state is State.REVEALED


def test_tonight_says_no_more_than_the_viewer_may_know(couple):
    alice, bob = couple
    before = queries.tonight(viewer=bob.viewer())

    write(alice, "Sealed.")

    assert queries.tonight(viewer=bob.viewer()) == before
    assert queries.tonight(viewer=alice.viewer()).state is State.SEALED_WAITING


def test_an_earlier_day_still_opens_within_seven_days(couple, clock):
    alice, bob = couple
    monday = alice.viewer().today
    write(alice, "On Monday.")
    clock.forward(days=6)

    earlier = queries.open_earlier_day(viewer=bob.viewer())
    state = write(bob, "On Sunday.", on=monday)

    assert (earlier.date, earlier.why) == (monday, queries.Open.WRITE)
    assert state is State.REVEALED
    assert see(alice, on=monday).answers.theirs.text == "On Sunday."
    assert see(alice, on=monday).answers.mine.text == "On Monday."


def test_after_seven_days_only_its_author_decides(couple, clock):
    alice, bob = couple
    monday = alice.viewer().today
    write(alice, "On Monday.")
    clock.forward(days=7)

    earlier = queries.open_earlier_day(viewer=alice.viewer())

    assert (earlier.date, earlier.why) == (monday, queries.Open.DECIDE)
    assert queries.open_earlier_day(viewer=bob.viewer()) is None
    assert see(bob, on=monday) is None
    with pytest.raises(actions.DayIsClosedError):
        actions.seal_answer(viewer=bob.viewer(), on=monday, question="l-001", text="Late.")


def test_an_answer_handed_over_opens_to_the_partner(couple, clock):
    alice, bob = couple
    monday = alice.viewer().today
    write(alice, "On Monday.")
    clock.forward(days=7)

    actions.hand_over(viewer=alice.viewer(), on=monday)

    assert see(bob, on=monday).answers.theirs.text == "On Monday."
    assert see(bob, on=monday).state is State.RECEIVED
    assert see(alice, on=monday).state is State.HANDED


def test_an_answer_is_not_handed_over_while_it_waits(couple, clock):
    alice, bob = couple
    monday = alice.viewer().today
    write(alice, "On Monday.")
    clock.forward(days=6)

    with pytest.raises(actions.DayIsClosedError):
        actions.hand_over(viewer=alice.viewer(), on=monday)

    assert see(bob, on=monday).answers.theirs is None


def test_an_answer_kept_private_never_opens(couple):
    alice, bob = couple
    write(alice, "Mine alone.")
    actions.keep_private(viewer=alice.viewer(), on=alice.viewer().today)

    state = write(bob, "Where are you?")

    assert state is State.SEALED_WAITING
    assert see(bob).answers.theirs is None
    assert see(alice).state is State.KEPT


def test_an_answer_let_go_leaves_no_row(couple, clock):
    alice, _bob = couple
    monday = alice.viewer().today
    write(alice, "Gone soon.")
    clock.forward(days=8)

    actions.let_go(viewer=alice.viewer(), on=monday)

    assert not Answer.objects.exists()
    assert see(alice, on=monday) is None


def test_what_was_written_alone_stays_private_after_pairing(alice, bob, clock):
    monday = alice.viewer().today
    write(alice, "Before you came.")
    clock.forward(days=1)
    pair(alice, bob)

    assert see(bob, on=monday) is None
    with pytest.raises(actions.DayIsClosedError):
        write_to_earlier_day(bob, monday)
    assert see(alice, on=monday).state is State.KEPT
    clock.forward(days=7)
    with pytest.raises(actions.DayIsClosedError):
        actions.hand_over(viewer=alice.viewer(), on=monday)


def write_to_earlier_day(person, on):
    slug = Day.objects.get(date=on).slug
    return actions.seal_answer(viewer=person.viewer(), on=on, question=slug, text="Me too.")


def test_a_partner_who_joins_the_same_evening_can_reveal(alice, bob):
    write(alice, "Alone at the table.")
    pair(alice, bob)

    state = write(bob, "Here I am.")

    assert state is State.REVEALED
    assert see(alice).answers.theirs.text == "Here I am."


def test_escrows_of_the_days_before_they_paired_are_destroyed(alice, bob, clock):
    write(alice, "Before you came.")
    clock.forward(days=1)
    pair(alice, bob)

    write(alice, "Today.")

    assert Answer.objects.get(day__date=alice.viewer().today - timedelta(days=1)).escrow is None
    assert Answer.objects.get(day__date=alice.viewer().today).escrow is not None
