"""Invitations answered in the same instant, on a real database file."""

import pytest
from cast import Clock
from pairing_races import RACES

pytestmark = pytest.mark.fault


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_h6_invitations_answered_at_once_on_sqlite(file_database, clock: Clock, race):
    race(clock)
