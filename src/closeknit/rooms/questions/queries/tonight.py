"""What Today asks of this room."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Answer, Day
from closeknit.rooms.questions.queries.days import (
    question_by_pick,
    state_of,
    with_sight,
)
from closeknit.rooms.questions.queries.library import Asked, asked_on
from closeknit.rooms.questions.rules import State


@dataclass(frozen=True)
class Tonight:
    """Tonight's question and where the viewer stands; None when every question was set aside."""

    date: dt.date
    question: Asked | None
    state: State

    @property
    def text(self) -> str:
        return (self.question and self.question.text) or ""

    @property
    def has_draft(self) -> bool:
        return self.state is State.DRAFT

    @property
    def is_revealed(self) -> bool:
        return self.state is State.REVEALED

    @property
    def is_answered(self) -> bool:
        return self.state in (State.SEALED_WAITING, State.REVEALED, State.KEPT)

    @property
    def is_passed(self) -> bool:
        return self.state is State.PASSED


class Open(StrEnum):
    """Why an earlier day is still open for somebody."""

    WRITE = "write"
    DECIDE = "decide"


@dataclass(frozen=True)
class EarlierDay:
    date: dt.date
    question: Asked
    why: Open

    @property
    def text(self) -> str:
        return self.question.text or ""


def tonight(*, viewer: Viewer) -> Tonight:
    """One query once somebody has written today, two before."""
    on = viewer.today
    days = Day.objects.filter(couple=viewer.couple, date=on)
    day = with_sight(viewer=viewer, days=days).first()
    if day is None:
        question = question_by_pick(viewer=viewer, on=on)
        return Tonight(date=on, question=question, state=State.UNWRITTEN)
    return Tonight(
        date=on,
        question=asked_on(viewer=viewer, day=day),
        state=state_of(viewer=viewer, day=day),
    )


def open_earlier_day(*, viewer: Viewer) -> EarlierDay | None:
    """The oldest day the partner's answer waits on, else the oldest that is the viewer's to decide.

    Today shows this one alone; what became theirs to decide over a week ago is left in peace.
    """
    paired_on = viewer.couple.paired_on
    if paired_on is None or not viewer.is_paired:
        return None
    today = viewer.today
    turned = today - rules.WAITS_FOR
    answers = Answer.objects.filter(day=OuterRef("pk"))
    theirs_waits = answers.filter(revealed_on=None, decided="").exclude(owner=viewer.user)
    mine_waits = answers.filter(revealed_on=None, decided="", owner=viewer.user)
    days = with_sight(viewer=viewer, days=Day.objects.filter(couple=viewer.couple)).filter(
        Q(Exists(theirs_waits), mine_is_there=False, has_passed=False, date__gt=turned)
        | Q(Exists(mine_waits), date__lte=turned),
        date__gte=max(paired_on, turned - rules.WAITS_FOR),
        date__lt=today,
    )
    found = sorted(days, key=lambda day: (day.date <= turned, day.date))
    if not found:
        return None
    day = found[0]
    return EarlierDay(
        date=day.date,
        question=asked_on(viewer=viewer, day=day),
        why=Open.DECIDE if day.date <= turned else Open.WRITE,
    )
