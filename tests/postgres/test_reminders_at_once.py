"""Two senders in the same instant on PostgreSQL, as from two hosts with a timer each."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from reminders_cast import queue, reach, want

from closeknit.rooms.notifications.actions.sending import claim
from closeknit.rooms.notifications.models import OutboxMessage

pytestmark = pytest.mark.postgres


def test_two_hosts_send_each_message_once(two_at_once, clock):
    for person in two_at_once:
        want(person)
        reach(person)
    now = clock.forward(minutes=31)
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

    assert OutboxMessage.objects.count() == 2
    assert len(taken) == len(set(taken)) == 2
