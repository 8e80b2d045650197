"""Two senders in the same instant on PostgreSQL, as from two hosts with a timer each."""

import pytest
from reminders_cast import race_two_senders, reach, want

from closeknit.rooms.notifications.models import OutboxMessage

pytestmark = pytest.mark.postgres


def test_two_hosts_send_each_message_once(two_at_once, clock):
    for person in two_at_once:
        want(person)
        reach(person)
    now = clock.forward(minutes=31)

    taken = race_two_senders(now)

    assert OutboxMessage.objects.count() == 2
    assert len(taken) == len(set(taken)) == 2
