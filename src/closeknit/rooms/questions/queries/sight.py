"""Days as one person may see them: nothing in here tells what the other has not opened."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from closeknit.rooms.people.prepared import Given, Prepared
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Day
from closeknit.rooms.questions.rules import Decision, Sight, Standing, State

Key = UUID | Given

_COLUMNS = (
    "pk",
    "date",
    "slug",
    "edition",
    "own_id",
    "was_own",
    "asked_before",
    "revealed_on",
    "mine__pk",
    "mine__opened_on",
    "mine__decided",
    "theirs__pk",
    "theirs__opened_on",
    "theirs__decided",
    "draft__pk",
    "passing__pk",
)


@dataclass(frozen=True)
class SeenDay:
    """A day that was written to, and where the viewer stands."""

    pk: int
    date: dt.date
    slug: str
    edition: int
    own_id: UUID | None
    was_own: bool
    asked_before: dt.date | None
    sight: Sight
    state: State
    is_in_sight: bool
    """Whether the viewer may know, when the day is over, that anything happened on it."""
    waits_for_viewer: bool


def day_as_seen(*, viewer: Viewer, on: dt.date) -> SeenDay | None:
    return next(iter(last_days_as_seen(viewer=viewer, first=on, last=on)), None)


def last_days_as_seen(*, viewer: Viewer, first: dt.date, last: dt.date) -> list[SeenDay]:
    """Every day of the couple from `first` to `last`, in order."""
    partner = viewer.partner.pk if viewer.partner else None
    rows = _FROM_TO.all(
        couple=viewer.couple.pk, viewer=viewer.user.pk, partner=partner, first=first, last=last
    )
    return [_as_seen(viewer, row) for row in rows]


def days_as_seen(*, viewer: Viewer, within: Q) -> list[SeenDay]:
    """Every day of the couple `within` a range, in order, whatever the viewer may know of it."""
    rows = joined_days(viewer=viewer).filter(within).order_by("date").values_list(*_COLUMNS)
    return [_as_seen(viewer, row) for row in rows]


def days_in_sight(*, viewer: Viewer, within: Q) -> list[SeenDay]:
    """The days a person may know of.

    A day that the partner passed on, or only began, looks like a day on which nothing happened.
    """
    return [day for day in days_as_seen(viewer=viewer, within=within) if day.is_in_sight]


def joined_days(*, viewer: Viewer) -> QuerySet[Day]:
    partner = viewer.partner.pk if viewer.partner else None
    return _joined(couple=viewer.couple.pk, viewer=viewer.user.pk, partner=partner)


def _joined(*, couple: Key, viewer: Key, partner: Key | None) -> QuerySet[Day]:
    """The couple's days beside the viewer's answer, draft and pass, and the partner's answer."""
    return Day.objects.filter(Q(couple=couple)).annotate(
        mine=FilteredRelation("answers", condition=Q(answers__owner=viewer)),
        theirs=FilteredRelation("answers", condition=Q(answers__owner=partner)),
        draft=FilteredRelation("drafts", condition=Q(drafts__owner=viewer)),
        passing=FilteredRelation("passings", condition=Q(passings__owner=viewer)),
    )


_FROM_TO = Prepared(
    _joined(couple=Given("couple"), viewer=Given("viewer"), partner=Given("partner"))
    .filter(date__gte=Given("first"), date__lte=Given("last"))
    .order_by("date")
    .values_list(*_COLUMNS)
)


def _as_seen(viewer: Viewer, row: tuple[Any, ...]) -> SeenDay:
    fields = dict(zip(_COLUMNS, row, strict=True))
    mine, theirs = _standing(fields, "mine"), _standing(fields, "theirs")
    sight = Sight(
        mine=mine,
        theirs_is_open=theirs.is_open,
        was_revealed=fields["revealed_on"] is not None,
        has_draft=fields["draft__pk"] is not None,
        has_passed=fields["passing__pk"] is not None,
    )
    on, today, paired_on = fields["date"], viewer.today, viewer.couple.paired_on
    waits = (
        on < today
        and theirs.is_sealed
        and not mine.is_there
        and rules.is_shared_day(on=on, paired_on=paired_on)
        and rules.is_waiting(on=on, today=today)
    )
    return SeenDay(
        **{name: fields[name] for name in _COLUMNS[:7]},
        sight=sight,
        state=rules.state_of(on=on, today=today, paired_on=paired_on, sight=sight),
        is_in_sight=sight != Sight() or waits,
        waits_for_viewer=waits,
    )


def _standing(fields: dict[str, Any], whose: str) -> Standing:
    decided = fields[f"{whose}__decided"]
    return Standing(
        is_there=fields[f"{whose}__pk"] is not None,
        is_open=fields[f"{whose}__opened_on"] is not None,
        decided=Decision(decided) if decided else None,
    )
