"""What the lights keep, and who may know of it."""

from cast import Person
from closeknit.rooms.lanterns.actions import leave_light
from closeknit.rooms.lanterns.models import Lantern
from owned_tables import Table


def leave(person: Person, _other: Person, words: str) -> None:
    leave_light(viewer=person.viewer(), text=words)


TABLES = (Table(model=Lantern, write=leave, partner_reads=True),)
