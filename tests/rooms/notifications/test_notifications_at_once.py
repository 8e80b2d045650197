"""Two senders in the same instant, on a real file of SQLite."""

import pytest
from cast import arrive
from reminders_cast import race_two_senders, reach, want


@pytest.mark.usefixtures("transactional_db", "file_database")
def test_two_senders_at_once_send_each_message_once(clock):
    people = [arrive(f"{name}", clock) for name in ("Alice", "Bob", "Charlie", "Dana")]
    for person in people:
        want(person)
        reach(person)
    now = clock.forward(minutes=30)

    taken = race_two_senders(now)

    assert len(taken) == len(set(taken)) == 4
