"""People who want reminders, and a run of the sender as far as the outbox."""

from dataclasses import replace
from datetime import datetime, time
from threading import Barrier, Thread
from uuid import UUID

from cast import Person
from django.db import connection

from closeknit.rooms.lifecycles import waiting
from closeknit.rooms.notifications.actions.queueing import Queued, queue_due
from closeknit.rooms.notifications.actions.sending import claim, settle
from closeknit.rooms.notifications.actions.ways import add_push, add_service
from closeknit.rooms.notifications.actions.wishing import keep_wishes
from closeknit.rooms.notifications.models import Channel, OutboxMessage
from closeknit.rooms.notifications.queries.own import Wishes
from closeknit.rooms.notifications.rules.pacing import Pace
from closeknit.rooms.notifications.rules.ways import PushAddress

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/a-phone"
DAILY = Wishes(zone="Europe/Berlin", is_on=True, at=time(20, 30), pace=Pace.MORE)


def want(person: Person, wishes: Wishes = DAILY, **changes) -> None:
    keep_wishes(user=person.user, wishes=replace(wishes, **changes), now=person.clock.now)


def reach(person: Person) -> Channel:
    """Give a person one way, to a service."""
    return add_service(user=person.user, url="ntfy://some-topic", today=person.clock.now.date())


def reach_phone(person: Person, endpoint: str = ENDPOINT, **keys: str) -> Channel:
    address = PushAddress(endpoint=endpoint, **{"p256dh": "", "auth": "", **keys})
    return add_push(
        user=person.user,
        device=None,
        address=address,
        label="Phone",
        today=person.clock.now.date(),
    )


def queue(now: datetime) -> Queued:
    return queue_due(now=now, waiting=waiting)


def messages_of(person: Person) -> list[str]:
    rows = OutboxMessage.objects.filter(user=person.user).order_by("on")
    return list(rows.values_list("kind", flat=True))


def send_all(now: datetime) -> int:
    """Claim and settle whatever is queued, with nothing handed over."""
    count = 0
    while claimed := claim(now=now, at_most=8):
        for each in claimed:
            settle(message=each.message, outcomes={})
        count += len(claimed)
    return count


def race_two_senders(now: datetime) -> list[UUID]:
    """Let two threads queue and claim in the same instant; return every message claimed."""
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
    return taken
