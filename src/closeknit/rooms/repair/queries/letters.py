"""Openings and apologies that were sent between the two, opened for one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Apology, Opening
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.words import from_words

MOST = 12
Words = TypeVar("Words", OpeningWords, ApologyWords)


@dataclass(frozen=True)
class SentLetter(Generic[Words]):
    """`words` is None when they cannot be opened."""

    id: UUID
    by: str
    is_mine: bool
    is_apology: bool
    sent_on: date
    words: Words | None


SentOpening = SentLetter[OpeningWords]
SentApology = SentLetter[ApologyWords]


def openings(*, viewer: Viewer) -> QuerySet[Opening]:
    return Opening.objects.filter(couple=viewer.couple).order_by("-sent_on", "pk")


def apologies(*, viewer: Viewer) -> QuerySet[Apology]:
    return Apology.objects.filter(couple=viewer.couple).order_by("-sent_on", "pk")


def opened_opening(row: Opening, *, viewer: Viewer) -> SentOpening:
    return _opened(row, OpeningWords, viewer=viewer)


def opened_apology(row: Apology, *, viewer: Viewer) -> SentApology:
    return _opened(row, ApologyWords, viewer=viewer)


def sent_openings(*, viewer: Viewer) -> list[SentOpening]:
    """Return the latest, the newest first."""
    return [opened_opening(row, viewer=viewer) for row in openings(viewer=viewer)[:MOST]]


def sent_apologies(*, viewer: Viewer) -> list[SentApology]:
    """Return the latest, the newest first."""
    return [opened_apology(row, viewer=viewer) for row in apologies(viewer=viewer)[:MOST]]


def sent_letters(*, viewer: Viewer) -> list[SentOpening | SentApology]:
    """Return the latest of both kinds, the newest first."""
    found: list[SentOpening | SentApology] = [
        *sent_apologies(viewer=viewer),
        *sent_openings(viewer=viewer),
    ]
    return sorted(found, key=lambda each: each.sent_on, reverse=True)


def _opened(row: Opening | Apology, kind: type[Words], *, viewer: Viewer) -> SentLetter[Words]:
    plain = viewer.open(row)
    return SentLetter(
        id=row.pk,
        by=viewer.name_of(row.owner_id),
        is_mine=row.owner_id == viewer.user.pk,
        is_apology=isinstance(row, Apology),
        sent_on=row.sent_on,
        words=None if plain is None else from_words(kind, plain),
    )
