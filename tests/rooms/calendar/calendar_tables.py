"""What the calendar keeps; the partner learns of none of it."""

from cast import Person
from owned_tables import Table

from closeknit.rooms.calendar.actions import make_feed
from closeknit.rooms.calendar.models import Feed


def make(person: Person, _other: Person, _words: str) -> None:
    make_feed(user=person.user, today=person.clock.now.date())


TABLES = (Table(model=Feed, write=make, private_act="make a calendar feed"),)
