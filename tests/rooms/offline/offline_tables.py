"""What is kept of entries that came from a device; the partner learns of none of it."""

from uuid import uuid4

from cast import Person
from owned_tables import Table

from closeknit.rooms.offline.models import OfflineEntry


def send(person: Person, _other: Person, _words: str) -> None:
    """Note an entry as its taking in does; its words go where the same act by a click puts them."""
    OfflineEntry.objects.create(id=uuid4(), owner=person.user, accepted_on=person.viewer().today)


TABLES = (Table(model=OfflineEntry, write=send, private_act="send an entry written offline"),)
