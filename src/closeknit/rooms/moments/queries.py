"""Which thank-yous a person may read, opened for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from closeknit.rooms.moments.models import Appreciation, Draft, Landing
from closeknit.rooms.moments.rules import (
    LandingWords,
    ThankYouWords,
    from_the_jar,
    landing_words,
    may_edit,
    thank_you_words,
)
from closeknit.rooms.people.cards import Card, Priority
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.people.visit import Visit
from closeknit.ui.months import Months, counts_by_month, listed, months_of

_RECEIVED = CompiledQuery(
    Appreciation.objects.filter(couple=Param("couple"), for_couple__isnull=False)
    .exclude(owner=Param("viewer"))
    .select_related("landing")
    .order_by("-written_on", "pk")[:1]
)


@dataclass(frozen=True)
class Landed:
    """What was said back; `words` is None when they cannot be opened."""

    words: LandingWords | None
    by: str
    written_on: date


@dataclass(frozen=True)
class ThankYou:
    """A thank-you as the viewer may see it; `words` is None when they cannot be opened."""

    id: UUID
    by: str
    is_mine: bool
    is_kept: bool
    """Only its author can read it."""
    written_on: date
    words: ThankYouWords | None
    landed: Landed | None
    may_edit: bool
    may_land: bool


@dataclass(frozen=True)
class Month:
    first_day: date
    received: Sequence[ThankYou]
    given: Sequence[ThankYou]


@dataclass(frozen=True)
class Shown:
    """Some months of thank-yous, the newest first, and the months around them."""

    months: Months
    by_month: Sequence[Month]


def thank_yous(*, viewer: Viewer) -> QuerySet[Appreciation]:
    """Return what the viewer may read: this space's, and their own from when they were alone."""
    here = Q(couple=viewer.couple)
    return Appreciation.objects.filter(
        here & Q(for_couple__isnull=False)
        | Q(owner=viewer.user) & (here | Q(couple__paired_on=None))
    ).select_related("landing")


def received(*, viewer: Viewer) -> QuerySet[Appreciation]:
    """Return the thank-yous of this space that somebody else wrote for the viewer."""
    return (
        Appreciation.objects.filter(couple=viewer.couple, for_couple__isnull=False)
        .exclude(owner=viewer.user)
        .select_related("landing")
    )


def received_thanks(*, viewer: Viewer, thanks_id: UUID) -> Appreciation:
    """Return one of what the viewer received; raises Appreciation.DoesNotExist for any other."""
    return received(viewer=viewer).get(pk=thanks_id)


def since(*, viewer: Viewer, first: date) -> list[ThankYou]:
    """Return what the viewer may read of `first` and later, the newest first."""
    rows = thank_yous(viewer=viewer).filter(written_on__gte=first)
    return [opened(row, viewer=viewer) for row in rows.order_by("-written_on", "pk")]


def own(*, viewer: Viewer) -> QuerySet[Appreciation]:
    return thank_yous(viewer=viewer).filter(owner=viewer.user)


def shown(*, viewer: Viewer, asked: date | None) -> Shown:
    """Return the month asked for, or the newest that holds a thank-you, and some before it."""
    rows = thank_yous(viewer=viewer)
    months = months_of(counts_by_month(rows, "written_on"), asked=asked)
    some = rows.filter(months.within("written_on")).order_by("-written_on", "pk")
    found = listed(
        [opened(row, viewer=viewer) for row in some],
        months=months,
        on=lambda each: each.written_on,
    )
    return Shown(months=months, by_month=[_month(*each) for each in found.by_month])


def opened(row: Appreciation, *, viewer: Viewer) -> ThankYou:
    plain = viewer.open(row)
    landing = getattr(row, "landing", None)
    is_mine = row.owner_id == viewer.user.pk
    return ThankYou(
        id=row.pk,
        by=viewer.name_of(row.owner_id),
        is_mine=is_mine,
        is_kept=row.for_couple is None or row.couple_id != viewer.couple.pk,
        written_on=row.written_on,
        words=None if plain is None else thank_you_words(plain),
        landed=_landed(landing, viewer=viewer),
        may_edit=is_mine
        and may_edit(written_on=row.written_on, today=viewer.today, has_landed=landing is not None),
        may_land=not is_mine and (landing is None or landing.written_on == viewer.today),
    )


def one_received(*, viewer: Viewer) -> ThankYou | None:
    """Return the latest thank-you that the viewer did not write, in one query."""
    row = _RECEIVED.first(couple=viewer.couple.pk, viewer=viewer.user.pk)
    return None if row is None else opened(row, viewer=viewer)


def card(*, visit: Visit) -> Card | None:
    found = one_received(viewer=visit.viewer)
    return Card(Priority.RECEIVED, "moments/card.html", found) if found else None


def has_written_today(*, viewer: Viewer) -> bool:
    return Appreciation.objects.filter(
        couple=viewer.couple, owner=viewer.user, written_on=viewer.today
    ).exists()


def from_jar(*, viewer: Viewer, turn: int) -> ThankYou | None:
    """Return an older thank-you: one received, or one's own while nobody has written any."""
    for rows in (received(viewer=viewer), own(viewer=viewer)):
        older = rows.filter(written_on__lt=viewer.today)
        ids = list(older.values_list("pk", flat=True))
        chosen = from_the_jar(ids=ids, seed=viewer.user.pk, today=viewer.today, turn=turn)
        if chosen is not None:
            return opened(rows.get(pk=chosen), viewer=viewer)
    return None


def draft_of(*, viewer: Viewer) -> ThankYouWords | None:
    row = Draft.objects.filter(owner=viewer.user).first()
    plain = viewer.open(row) if row else None
    return None if plain is None else thank_you_words(plain)


def _landed(landing: Landing | None, *, viewer: Viewer) -> Landed | None:
    if landing is None:
        return None
    plain = viewer.open(landing)
    return Landed(
        words=None if plain is None else landing_words(plain),
        by=viewer.name_of(landing.owner_id),
        written_on=landing.written_on,
    )


def _month(first_day: date, written: Sequence[ThankYou]) -> Month:
    return Month(
        first_day=first_day,
        received=[each for each in written if not each.is_mine],
        given=[each for each in written if each.is_mine],
    )
