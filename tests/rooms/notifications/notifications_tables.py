"""What the reminders keep; the partner learns of none of it."""

from cast import Person
from owned_tables import Table
from reminders_cast import queue, reach, want

from closeknit.rooms.notifications.models import Channel, OutboxMessage, Reminders


def wish(person: Person, _other: Person, _words: str) -> None:
    want(person)


def add_channel(person: Person, _other: Person, _words: str) -> None:
    reach(person)


def be_reminded(person: Person, _other: Person, _words: str) -> None:
    want(person)
    reach(person)
    queue(person.clock.forward(days=1))


TABLES = (
    Table(model=Reminders, write=wish, private_act="want reminders"),
    Table(model=Channel, write=add_channel, private_act="add a channel"),
    Table(model=OutboxMessage, write=be_reminded, private_act="be reminded"),
)
