"""Both write in the same instant, on a real database file: one reveal, in every room."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cast import arrive, pair
from django.db import connections
from reveal_cast import REVEALS

pytestmark = pytest.mark.fault
ROUNDS = 6


@pytest.mark.parametrize("reveal", REVEALS, ids=lambda each: each.name)
def test_11_both_write_in_the_same_instant_and_there_is_one_reveal(file_database, clock, reveal):
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)

    for _round in range(ROUNDS):
        clock.forward(days=1)
        today = alice.viewer().today

        at_once(reveal.write, [alice.viewer(), bob.viewer()])

        opened = reveal.model._default_manager.filter(opened_on=today, escrow=None)
        assert sorted(row.owner.name for row in opened) == ["Alice", "Bob"]
        for person in (alice, bob):
            assert all(person.viewer().open(row) for row in opened)


def at_once(act, viewers):
    barrier = Barrier(len(viewers))

    def run(viewer):
        barrier.wait()
        try:
            act(viewer)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(viewers)) as pool:
        list(pool.map(run, viewers))
