"""Two senders in the same instant, on a real file of SQLite."""

from threading import Barrier, Thread

import pytest
from cast import arrive
from django.db import connection
from reminders_cast import queue, reach, want

from closeknit.rooms.notifications.actions.sending import claim


@pytest.mark.usefixtures("transactional_db", "file_database")
def test_two_senders_at_once_send_each_message_once(clock):
    people = [arrive(f"{name}", clock) for name in ("Alice", "Bob", "Charlie", "Dana")]
    for person in people:
        want(person)
        reach(person)
    now = clock.forward(minutes=30)
    start, taken = Barrier(2), []

    def sender() -> None:
        start.wait()
        queue(now)
        while claimed := claim(now=now, at_most=1):
            taken.extend(each.message for each in claimed)
        connection.close()

    threads = [Thread(target=sender) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == len(set(taken)) == 4
