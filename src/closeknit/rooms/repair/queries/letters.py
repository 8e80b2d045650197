"""Openings and apologies that were sent between the two, opened for one of them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Apology, Opening
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.words import from_plain

MOST = 12


@dataclass(frozen=True)
class SentOpening:
    """`words` is None when they cannot be opened."""

    is_apology: ClassVar[bool] = False

    id: UUID
    by: str
    is_mine: bool
    sent_on: date
    words: OpeningWords | None


@dataclass(frozen=True)
class SentApology:
    """`words` is None when they cannot be opened."""

    is_apology: ClassVar[bool] = True

    id: UUID
    by: str
    is_mine: bool
    sent_on: date
    words: ApologyWords | None


def openings(*, viewer: Viewer) -> QuerySet[Opening]:
    return Opening.objects.filter(couple=viewer.couple).order_by("-sent_on", "pk")


def apologies(*, viewer: Viewer) -> QuerySet[Apology]:
    return Apology.objects.filter(couple=viewer.couple).order_by("-sent_on", "pk")


def opened_opening(row: Opening, *, viewer: Viewer) -> SentOpening:
    plain = viewer.open(row)
    return SentOpening(
        id=row.pk,
        by=name_of(row.owner_id, viewer=viewer),
        is_mine=row.owner_id == viewer.user.pk,
        sent_on=row.sent_on,
        words=None if plain is None else from_plain(OpeningWords, plain),
    )


def opened_apology(row: Apology, *, viewer: Viewer) -> SentApology:
    plain = viewer.open(row)
    return SentApology(
        id=row.pk,
        by=name_of(row.owner_id, viewer=viewer),
        is_mine=row.owner_id == viewer.user.pk,
        sent_on=row.sent_on,
        words=None if plain is None else from_plain(ApologyWords, plain),
    )


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


def name_of(person: UUID, *, viewer: Viewer) -> str:
    if viewer.partner is not None and person == viewer.partner.pk:
        return viewer.partner.name
    return viewer.user.name if person == viewer.user.pk else ""
