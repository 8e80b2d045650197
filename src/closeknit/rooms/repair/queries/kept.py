"""Drafts, the pause plan and writings, opened for one of the two."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Draft, PausePlan, Writing
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.words import from_words
from closeknit.rooms.repair.rules.writing import WritingWords, seconds_left
from closeknit.ui.months import Listed, counts_by_month, listed, months_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Words = TypeVar("Words", bound="DataclassInstance")


@dataclass(frozen=True)
class AgreedPause:
    """`words` is None when they cannot be opened."""

    words: PauseWords | None
    agreed_on: date
    by: str


@dataclass(frozen=True)
class OwnWriting:
    """`words` is None when they cannot be opened."""

    id: UUID
    written_on: date
    words: WritingWords | None
    seconds_left: int


def draft_of(*, viewer: Viewer, tool: Tool, kind: type[Words]) -> Words | None:
    row = Draft.objects.filter(owner=viewer.user, tool=tool).first()
    plain = viewer.open(row) if row else None
    return None if plain is None else from_words(kind, plain)


def agreed_pause(*, viewer: Viewer) -> AgreedPause | None:
    row = PausePlan.objects.filter(couple=viewer.couple).first()
    if row is None:
        return None
    plain = viewer.open(row)
    return AgreedPause(
        words=None if plain is None else from_words(PauseWords, plain),
        agreed_on=row.agreed_on,
        by=viewer.name_of(row.owner_id),
    )


def writings(*, viewer: Viewer) -> QuerySet[Writing]:
    return Writing.objects.filter(owner=viewer.user).order_by("-written_on", "pk")


def writing(*, viewer: Viewer, writing_id: UUID) -> Writing:
    """Return one of the viewer's writings; raises Writing.DoesNotExist for any other."""
    return writings(viewer=viewer).get(pk=writing_id)


def own_writings(*, viewer: Viewer) -> list[OwnWriting]:
    return [own_writing(row, viewer=viewer) for row in writings(viewer=viewer)]


def writings_by_month(*, viewer: Viewer, asked: date | None) -> Listed[OwnWriting]:
    """Return some months of what the viewer wrote, the newest first."""
    rows = writings(viewer=viewer)
    months = months_of(counts_by_month(rows, "written_on"), asked=asked)
    within = rows.filter(months.within("written_on"))
    some = [own_writing(row, viewer=viewer) for row in within]
    return listed(some, months=months, on=lambda each: each.written_on)


def own_writing(row: Writing, *, viewer: Viewer) -> OwnWriting:
    plain = viewer.open(row)
    words = None if plain is None else from_words(WritingWords, plain)
    return OwnWriting(
        id=row.pk,
        written_on=row.written_on,
        words=words,
        seconds_left=seconds_left(begun=words.begun, now=viewer.now) if words else 0,
    )
