"""A couple's loops, as one of the two may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Loop, LoopHalf
from closeknit.rooms.repair.rules.loop import Drawing, HalfWords, draw
from closeknit.rooms.repair.rules.words import from_words
from closeknit.ui.months import Listed, counts_by_month, listed, months_of


@dataclass(frozen=True)
class SeenHalf:
    """`words` is None when they cannot be opened."""

    id: UUID
    by: str
    is_mine: bool
    is_shown: bool
    is_in: bool
    """It opens once the other half is there; one written alone is not in yet."""
    words: HalfWords | None


@dataclass(frozen=True)
class SeenLoop:
    """A loop with the halves its viewer may read, always in the same order for both."""

    id: UUID
    opened_on: date | None
    """The day it opened for both; when one of them began it is theirs alone."""
    halves: Sequence[SeenHalf]

    @property
    def is_open(self) -> bool:
        return self.opened_on is not None

    @property
    def mine(self) -> SeenHalf | None:
        return next((each for each in self.halves if each.is_mine), None)

    @property
    def theirs(self) -> SeenHalf | None:
        return next((each for each in self.halves if not each.is_mine), None)

    @property
    def names(self) -> list[str]:
        """Return the names that the two gave it, one where they agree."""
        given = (each.words.name for each in self.halves if each.words and each.words.name)
        return list(dict.fromkeys(given))

    @property
    def drawing(self) -> Drawing | None:
        """The drawing, once both halves can be read."""
        words = [each.words for each in self.halves if each.words is not None]
        if not self.is_open or len(words) != 2:  # noqa: PLR2004  two halves
            return None
        return draw(*words)


def loops(*, viewer: Viewer) -> QuerySet[Loop]:
    return Loop.objects.filter(couple=viewer.couple)


def open_loops(*, viewer: Viewer) -> QuerySet[Loop]:
    """Return the loops that both have filled, the newest first."""
    return loops(viewer=viewer).exclude(opened_on=None).order_by("-opened_on", "pk")


def begun_loop(*, viewer: Viewer) -> SeenLoop | None:
    """Return the loop that stands open, if anything in it is for the viewer to know."""
    row = loops(viewer=viewer).filter(opened_on=None).first()
    seen = seen_loop(row, viewer=viewer) if row else None
    return seen if seen and seen.halves else None


def seen_loops(*, viewer: Viewer) -> list[SeenLoop]:
    return seen(open_loops(viewer=viewer), viewer=viewer)


def loops_by_month(*, viewer: Viewer, asked: date | None) -> Listed[SeenLoop]:
    """Return some months of the loops that both have filled, the newest first."""
    rows = open_loops(viewer=viewer)
    months = months_of(counts_by_month(rows, "opened_on"), asked=asked)
    some = seen(rows.filter(months.within("opened_on")), viewer=viewer)
    return listed(some, months=months, on=lambda each: each.opened_on or viewer.today)


def seen(rows: QuerySet[Loop], *, viewer: Viewer) -> list[SeenLoop]:
    """Open what the viewer may read of many loops, in two queries."""
    return [seen_loop(row, viewer=viewer) for row in rows.prefetch_related("halves")]


def seen_loop(row: Loop, *, viewer: Viewer) -> SeenLoop:
    """Open the viewer's own half and what was shown; of a sealed one not even its being there."""
    seats = [viewer.membership, *filter(None, [viewer.partner_membership])]
    order = {seat.user_id: seat.seat for seat in seats}
    halves = sorted(
        (
            each
            for each in row.halves.all()
            if each.owner_id == viewer.user.pk or each.opened_on is not None
        ),
        key=lambda each: order.get(each.owner_id, 0),
    )
    return SeenLoop(
        id=row.pk,
        opened_on=row.opened_on,
        halves=[_seen(each, viewer=viewer) for each in halves],
    )


def _seen(half: LoopHalf, *, viewer: Viewer) -> SeenHalf:
    plain = viewer.open(half)
    return SeenHalf(
        id=half.pk,
        by=viewer.name_of(half.owner_id),
        is_mine=half.owner_id == viewer.user.pk,
        is_shown=half.opened_on is not None,
        is_in=half.opened_on is not None or half.escrow is not None,
        words=None if plain is None else from_words(HalfWords, plain),
    )
