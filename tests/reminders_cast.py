"""People who want reminders, and a run of the sender as far as the outbox."""

from dataclasses import replace
from datetime import datetime, time
from threading import Barrier, Thread

from cast import Person
from django.db import connection

from closeknit.rooms.lifecycles import waiting
from closeknit.rooms.notifications.actions.channels import add_push, add_service
from closeknit.rooms.notifications.actions.queueing import Queued, queue_due
from closeknit.rooms.notifications.actions.reminder_settings import save_reminder_settings
from closeknit.rooms.notifications.actions.sending import claim, record_outcome
from closeknit.rooms.notifications.models import Channel, OutboxMessage
from closeknit.rooms.notifications.queries.own import ReminderSettings
from closeknit.rooms.notifications.rules.channels import PushAddress
from closeknit.rooms.notifications.rules.pacing import ReminderPace

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/a-phone"
DAILY = ReminderSettings(zone="Europe/Berlin", is_on=True, at=time(20, 30), pace=ReminderPace.MORE)


def want(person: Person, reminder_settings: ReminderSettings = DAILY, **changes) -> None:
    save_reminder_settings(
        user=person.user,
        reminder_settings=replace(reminder_settings, **changes),
        now=person.clock.now,
    )


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
    rows = OutboxMessage.objects.filter(user=person.user).order_by("due_on")
    return list(rows.values_list("kind", flat=True))


def send_all(now: datetime) -> int:
    """Claim and record_outcome whatever is queued, with nothing handed over."""
    count = 0
    while claimed := claim(now=now, at_most=8):
        for each in claimed:
            record_outcome(message=each.message, outcomes={})
        count += len(claimed)
    return count


def race_two_senders(now: datetime) -> list[int]:
    """Let two threads queue and claim in the same instant; return every message claimed."""
    start = Barrier(2)
    taken: list[int] = []

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
