"""Openings and apologies that were sent between the two, opened for one of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Apology, Opening
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.words import from_words
from closeknit.ui.months import Listed, counts_by_month, listed, months_of

FRESH = timedelta(days=7)  # how long a letter lies on the first page of the repair tools
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
Letter = SentOpening | SentApology


def openings(*, viewer: Viewer) -> QuerySet[Opening]:
    return Opening.objects.filter(couple=viewer.couple).order_by("-sent_on", "pk")


def apologies(*, viewer: Viewer) -> QuerySet[Apology]:
    return Apology.objects.filter(couple=viewer.couple).order_by("-sent_on", "pk")


def opened_opening(row: Opening, *, viewer: Viewer) -> SentOpening:
    return _opened(row, OpeningWords, viewer=viewer)


def opened_apology(row: Apology, *, viewer: Viewer) -> SentApology:
    return _opened(row, ApologyWords, viewer=viewer)


def sent_openings(*, viewer: Viewer) -> list[SentOpening]:
    """Return all openings, the newest first."""
    return [opened_opening(row, viewer=viewer) for row in openings(viewer=viewer)]


def sent_apologies(*, viewer: Viewer) -> list[SentApology]:
    """Return all apologies, the newest first."""
    return [opened_apology(row, viewer=viewer) for row in apologies(viewer=viewer)]


def fresh_letters(*, viewer: Viewer) -> list[Letter]:
    """Return what was sent in the last days, of both kinds, the newest first."""
    return _letters(Q(sent_on__gt=viewer.today - FRESH), viewer=viewer)


def own_letters_by_month(*, viewer: Viewer, asked: date | None) -> Listed[Letter]:
    """Return some months of what the viewer sent, of both kinds, the newest first.

    What the other wrote leaves the list after seven days: no ledger to quote from in a quarrel.
    """
    own = Q(owner=viewer.user)
    months = months_of(
        counts_by_month(openings(viewer=viewer).filter(own), "sent_on"),
        counts_by_month(apologies(viewer=viewer).filter(own), "sent_on"),
        asked=asked,
    )
    some = _letters(own & months.within("sent_on"), viewer=viewer)
    return listed(some, months=months, on=lambda each: each.sent_on)


def has_own_letters(*, viewer: Viewer) -> bool:
    own = Q(owner=viewer.user)
    found = (openings(viewer=viewer).filter(own), apologies(viewer=viewer).filter(own))
    return any(each.exists() for each in found)


def _letters(within: Q, *, viewer: Viewer) -> list[Letter]:
    found: list[Letter] = [
        *(opened_apology(row, viewer=viewer) for row in apologies(viewer=viewer).filter(within)),
        *(opened_opening(row, viewer=viewer) for row in openings(viewer=viewer).filter(within)),
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
