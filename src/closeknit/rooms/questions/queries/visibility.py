"""Days as one person may see them: nothing in here tells what the other has not opened."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Day
from closeknit.rooms.questions.queries.schedule import picks_until
from closeknit.rooms.questions.rules import AnswerStatus, DayState, Decision, Visibility

Key = UUID | Param

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
    "theirs__opened_on",
    "draft__pk",
)
_QUESTION = slice(1, 7)  # the columns that tell which day it is and what was asked


@dataclass(frozen=True)
class SeenDay:
    """A day and where the viewer stands; `pk` is None while no row holds its question."""

    pk: int | None
    date: dt.date
    slug: str
    edition: int
    own_id: UUID | None
    was_own: bool
    asked_before: dt.date | None
    visibility: Visibility
    state: DayState

    @property
    def has_words(self) -> bool:
        """Whether the viewer has words here or may read some."""
        return (
            self.visibility.mine.is_there
            or self.visibility.theirs_is_open
            or self.visibility.has_draft
        )


def day_as_seen(*, viewer: Viewer, on: dt.date) -> SeenDay | None:
    """One day; None when nothing of it is for the viewer, or it takes no words any more."""
    found = next(iter(last_days_as_seen(viewer=viewer, first=on, last=on)), None)
    return found if found and (found.has_words or _takes_words(viewer, on)) else None


def last_days_as_seen(
    *, viewer: Viewer, first: dt.date, last: dt.date, passed: Collection[dt.date] | None = None
) -> list[SeenDay]:
    """Every day of the couple from `first` to `last`, in order; those to come have no question.

    `passed` are the days that the viewer let pass, where the caller has opened them already.
    """
    passed = choices_of(viewer=viewer).passed if passed is None else passed
    partner = viewer.partner.pk if viewer.partner else None
    rows = _FROM_TO.all(
        couple=viewer.couple.pk, viewer=viewer.user.pk, partner=partner, first=first, last=last
    )
    today = viewer.today
    seen = [_as_seen(viewer, row, today=today, passed=passed) for row in rows]
    last = min(last, today)
    is_written = seen and seen[-1].date >= last
    if is_written or first > last or not _takes_words(viewer, last):
        return seen
    return [*seen, *_unwritten(viewer, first=first, last=last, passed=passed)]


def days_with_words(*, viewer: Viewer, within: Q) -> list[SeenDay]:
    """The days `within` a range, in order, that hold words for the viewer.

    A day that the partner only wrote to looks like a day on which nothing happened.
    """
    passed = choices_of(viewer=viewer).passed
    rows = joined_days(viewer=viewer).filter(within).order_by("date").values_list(*_COLUMNS)
    today = viewer.today
    seen = (_as_seen(viewer, row, today=today, passed=passed) for row in rows)
    return [day for day in seen if day.has_words]


def joined_days(*, viewer: Viewer) -> QuerySet[Day]:
    partner = viewer.partner.pk if viewer.partner else None
    return _joined(couple=viewer.couple.pk, viewer=viewer.user.pk, partner=partner)


def _joined(*, couple: Key, viewer: Key, partner: Key | None) -> QuerySet[Day]:
    """The couple's days beside the viewer's answer and draft, and what the partner has opened."""
    return Day.objects.filter(Q(couple=couple)).annotate(
        mine=FilteredRelation("answers", condition=Q(answers__owner=viewer)),
        theirs=FilteredRelation(
            "answers", condition=Q(answers__owner=partner, answers__opened_on__isnull=False)
        ),
        draft=FilteredRelation("drafts", condition=Q(drafts__owner=viewer)),
    )


_FROM_TO = CompiledQuery(
    _joined(couple=Param("couple"), viewer=Param("viewer"), partner=Param("partner"))
    .filter(date__gte=Param("first"), date__lte=Param("last"))
    .order_by("date")
    .values_list(*_COLUMNS)
)


def _as_seen(
    viewer: Viewer, row: tuple[Any, ...], *, today: dt.date, passed: Collection[dt.date]
) -> SeenDay:
    fields = dict(zip(_COLUMNS, row, strict=True))
    visibility = Visibility(
        mine=_my_answer(fields),
        theirs_is_open=fields["theirs__opened_on"] is not None,
        was_revealed=fields["revealed_on"] is not None,
        has_draft=fields["draft__pk"] is not None,
        has_passed=fields["date"] in passed,
    )
    question = {name: fields[name] for name in _COLUMNS[_QUESTION]}
    return SeenDay(
        pk=fields["pk"],
        **question,
        visibility=visibility,
        state=_state(viewer, fields["date"], visibility, today=today),
    )


def _my_answer(fields: dict[str, Any]) -> AnswerStatus:
    decided = fields["mine__decided"]
    return AnswerStatus(
        is_there=fields["mine__pk"] is not None,
        is_open=fields["mine__opened_on"] is not None,
        decided=Decision(decided) if decided else None,
    )


def _unwritten(
    viewer: Viewer, *, first: dt.date, last: dt.date, passed: Collection[dt.date]
) -> list[SeenDay]:
    """The days that no row holds yet, as their rows would show them."""
    found, today = [], viewer.today
    for on, pick in picks_until(viewer=viewer, last=today).items():
        if pick is None or not first <= on <= last:
            continue
        visibility = Visibility(has_passed=on in passed)
        found.append(
            SeenDay(
                pk=None,
                date=on,
                slug=pick.question.id if pick.question else "",
                edition=pick.question.edition if pick.question else 0,
                own_id=pick.own,
                was_own=pick.own is not None,
                asked_before=pick.asked_before,
                visibility=visibility,
                state=_state(viewer, on, visibility, today=today),
            )
        )
    return found


def _state(viewer: Viewer, on: dt.date, visibility: Visibility, *, today: dt.date) -> DayState:
    paired_on = viewer.couple.paired_on
    return rules.state_of(on=on, today=today, paired_on=paired_on, visibility=visibility)


def _takes_words(viewer: Viewer, on: dt.date) -> bool:
    joined_on = viewer.membership.joined_on
    return rules.takes_words(on=on, today=viewer.today, joined_on=joined_on)
