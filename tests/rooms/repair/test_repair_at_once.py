"""Two halves of a loop in the same instant, on a real database file."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cast import arrive, pair
from django.db import connections
from repair_cast import ASKS, LEAVES

from closeknit.rooms.repair.actions.drawing import keep_half
from closeknit.rooms.repair.models import Half
from closeknit.rooms.repair.queries import loops

pytestmark = pytest.mark.fault
ROUNDS = 6


def test_11_two_halves_in_the_same_instant_open_once_for_both(file_database, clock):
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)

    for done in range(1, ROUNDS + 1):
        _at_once((alice.viewer(), ASKS), (bob.viewer(), LEAVES))

        for person in (alice, bob):
            rings = loops.seen_loops(viewer=person.viewer())
            assert len(rings) == done
            assert all(ring.drawing for ring in rings)
    assert Half.objects.count() == 2 * ROUNDS


def _at_once(*halves):
    barrier = Barrier(len(halves))

    def fill(viewer, words):
        barrier.wait()
        try:
            keep_half(viewer=viewer, words=words)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(halves)) as pool:
        list(pool.map(lambda each: fill(*each), halves))
