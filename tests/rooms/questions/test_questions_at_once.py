"""Two people at the same instant, on a real database file."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from cast import Clock, Person, arrive, pair
from django.db import connections

from closeknit.rooms.questions import actions
from closeknit.rooms.questions.models import Answer, Day
from closeknit.rooms.questions.rules import DayState

pytestmark = pytest.mark.fault
ROUNDS = 12


@pytest.fixture
def two_at_once(file_database, clock: Clock) -> tuple[Person, Person]:
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)
    return alice, bob


def at_once(*acts):
    """Run each act in a thread of its own, all let go by one barrier."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_11_both_answer_in_the_same_instant_and_there_is_one_reveal(two_at_once, clock, evening):
    alice, bob = two_at_once
    for _round in range(ROUNDS):
        clock.forward(days=1)
        today, question = alice.viewer().today, evening.question(alice)
        viewers = {"Alice": alice.viewer(), "Bob": bob.viewer()}

        states = at_once(
            *(
                partial(
                    actions.seal_answer,
                    viewer=viewer,
                    on=today,
                    question=question,
                    text=f"{name} on {today}",
                )
                for name, viewer in viewers.items()
            )
        )

        assert sorted(states) == [DayState.REVEALED, DayState.SEALED_WAITING]
        assert Day.objects.filter(date=today, revealed_on=today).count() == 1
        assert evening.see(alice).answers.theirs.text == f"Bob on {today}"
        assert evening.see(bob).answers.theirs.text == f"Alice on {today}"


def test_10_the_same_answer_from_two_tabs_is_one_row(two_at_once, evening):
    alice, _bob = two_at_once
    viewer, question = alice.viewer(), evening.question(alice)

    def send():
        return actions.seal_answer(viewer=viewer, on=viewer.today, question=question, text="Once.")

    states = at_once(send, send, send)

    assert set(states) == {DayState.SEALED_WAITING}
    assert Answer.objects.count() == 1


def test_two_first_writes_of_a_day_share_one_question(two_at_once, evening):
    alice, bob = two_at_once
    viewers = [alice.viewer(), bob.viewer()]

    at_once(
        *(
            partial(actions.keep_draft, viewer=viewer, on=viewer.today, text="LoopHalf")
            for viewer in viewers
        )
    )

    assert Day.objects.count() == 1
    assert evening.question(alice) == evening.question(bob)
