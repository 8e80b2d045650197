"""What the thank-yous keep, and who may know of it."""

from uuid import uuid4

from cast import Person
from owned_tables import Table

from closeknit.rooms.moments.actions import keep_draft, say_how_it_landed, write_thanks
from closeknit.rooms.moments.models import Appreciation, Draft, Landing
from closeknit.rooms.moments.rules import LandingWords, ThankYouWords


def thank(person: Person, _other: Person, words: str) -> None:
    write_thanks(viewer=person.viewer(), key=uuid4(), words=ThankYouWords(did=words))


def land(person: Person, other: Person, words: str) -> None:
    key = write_thanks(viewer=other.viewer(), key=uuid4(), words=ThankYouWords(did="the soup"))
    row = Appreciation.objects.get(pk=key)
    say_how_it_landed(viewer=person.viewer(), row=row, words=LandingWords(text=words))


def draft(person: Person, _other: Person, words: str) -> None:
    keep_draft(viewer=person.viewer(), words=ThankYouWords(did=words))


TABLES = (
    Table(model=Appreciation, write=thank, partner_reads=True),
    Table(
        model=Landing,
        write=land,
        partner_reads=True,
        goes_with="what is said back to a thank-you is a part of it, and the page says so",
    ),
    Table(model=Draft, write=draft, private_act="draft a thank-you"),
)
