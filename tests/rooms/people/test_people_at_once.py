"""Two devices of one person at the same instant, on a real database file."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from cast import Clock, arrive
from django.db import connections

from closeknit.rooms.people.actions.choices import change_choices, keep_choices
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.rules import Choices

TODAY = date(2026, 3, 2)


@pytest.mark.fault
def test_m7_two_devices_at_once_lose_nothing(file_database, clock: Clock):
    viewer = arrive("Alice", clock).viewer()
    keep_choices(viewer=viewer, choices=Choices())
    changes = [
        *(
            lambda kept, back=back: kept.with_pass(TODAY - timedelta(days=back), today=TODAY)
            for back in range(6)
        ),
        lambda kept: replace(kept, quieter=True),
        lambda kept: replace(kept, evenings=3),
    ]
    barrier = Barrier(len(changes))

    def device(change):
        barrier.wait()
        try:
            change_choices(viewer=viewer, change=change)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(changes)) as pool:
        list(pool.map(device, changes))

    kept = choices_of(viewer=viewer)
    assert len(kept.passed) == 6
    assert kept.quieter
    assert kept.evenings == 3
