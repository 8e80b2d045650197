"""What the practices keep, and who may know of it."""

from uuid import uuid4

from cast import Person
from owned_tables import Table

from closeknit.rooms.practices.actions import go_to_step, keep_opinion, note_doing, say_yes
from closeknit.rooms.practices.models import Consent, Doing, PracticeNotes, PracticePlace
from closeknit.rooms.practices.queries import practice_called
from closeknit.rooms.practices.rules.notes import Done, Opinion

OF_EACH = {"Alice": "longer-kiss", "Bob": "raw-spots"}
"""A practice for each, so that neither one's yes meets the other's."""


def slug_of(words: str) -> str:
    return next(slug for name, slug in OF_EACH.items() if name in words)


def title_of(words: str) -> str:
    practice = practice_called(slug_of(words))
    assert practice is not None
    return practice.title


def note(person: Person, _other: Person, words: str) -> None:
    viewer = person.viewer()
    done = Done(slug="speaker-turns", edition=1, done_on=viewer.today, words=words)
    note_doing(viewer=viewer, key=uuid4(), done=done)


def mark(person: Person, _other: Person, words: str) -> None:
    keep_opinion(viewer=person.viewer(), slug=slug_of(words), opinion=Opinion.FAVOURITE)


def take_a_step(person: Person, _other: Person, words: str) -> None:
    practice = practice_called(slug_of(words))
    assert practice is not None
    go_to_step(viewer=person.viewer(), practice=practice, step=1, is_alone=False)


def consent(person: Person, _other: Person, words: str) -> None:
    say_yes(viewer=person.viewer(), slug=slug_of(words))


TABLES = (
    Table(model=Doing, write=note, private_act="note and rate a practice"),
    Table(model=PracticeNotes, write=mark, words=slug_of, private_act="mark a practice"),
    Table(
        model=PracticePlace,
        write=take_a_step,
        words=title_of,
        private_act="take a step in a practice",
    ),
    Table(
        model=Consent,
        write=consent,
        wait=consent,
        words=title_of,
        private_act="say a lone yes",
    ),
)
