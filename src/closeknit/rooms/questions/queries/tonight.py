"""Tonight's question, and the earlier day that is still open."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.queries.asking import Asked, question_of
from closeknit.rooms.questions.queries.visibility import SeenDay, day_as_seen, last_days_as_seen
from closeknit.rooms.questions.rules import DayState


@dataclass(frozen=True)
class Tonight:
    """Tonight's question and where the viewer stands; None when every question was set aside."""

    date: dt.date
    question: Asked | None
    state: DayState

    @property
    def text(self) -> str:
        return (self.question and self.question.text) or ""

    @property
    def has_draft(self) -> bool:
        return self.state is DayState.DRAFT

    @property
    def is_revealed(self) -> bool:
        return self.state is DayState.REVEALED

    @property
    def is_answered(self) -> bool:
        return self.state in (DayState.SEALED_WAITING, DayState.REVEALED, DayState.KEPT)

    @property
    def is_passed(self) -> bool:
        return self.state is DayState.PASSED

    @property
    def is_behind(self) -> bool:
        return self.is_answered or self.is_passed


_MAY_GUESS = (DayState.UNWRITTEN, DayState.DRAFT, DayState.SEALED_WAITING)


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


def tonight_and_earlier_day(
    *, viewer: Viewer, passed: Collection[dt.date] | None = None
) -> tuple[Tonight, EarlierDay | None]:
    """`tonight` and `open_earlier_day` at once."""
    today = viewer.today
    earliest = today - 2 * rules.WAITS_FOR + dt.timedelta(days=1)
    days = last_days_as_seen(viewer=viewer, first=earliest, last=today, passed=passed)
    seen = next((day for day in days if day.date == today), None)
    return _tonight(viewer, seen), _earlier_day(viewer, days)


def tonight(*, viewer: Viewer) -> Tonight:
    return _tonight(viewer, day_as_seen(viewer=viewer, on=viewer.today))


def open_earlier_day(*, viewer: Viewer) -> EarlierDay | None:
    """The oldest day that is the viewer's to decide, else the oldest that still takes their words.

    Whether the other wrote changes nothing. Today shows this one alone; what became the viewer's to
    decide over a week ago is left in peace.
    """
    _tonights, earlier_day = tonight_and_earlier_day(viewer=viewer)
    return earlier_day


def may_guess(*, viewer: Viewer) -> bool:
    """Tell whether the viewer can still guess what the other will say tonight."""
    found = tonight(viewer=viewer)
    return found.question is not None and found.state in _MAY_GUESS


def _tonight(viewer: Viewer, seen: SeenDay | None) -> Tonight:
    on = viewer.today
    if seen is None:
        return Tonight(date=on, question=None, state=DayState.UNWRITTEN)
    return Tonight(date=on, question=question_of(viewer=viewer, day=seen), state=seen.state)


def _earlier_day(viewer: Viewer, days: list[SeenDay]) -> EarlierDay | None:
    waits = [day for day in days if _takes_an_answer(viewer, day)]
    to_decide = [day for day in days if day.state is DayState.UNMATCHED]
    for why, found in ((Open.DECIDE, to_decide), (Open.WRITE, waits)):
        if found:
            day = found[0]
            question = question_of(viewer=viewer, day=day)
            return EarlierDay(date=day.date, question=question, why=why)
    return None


def _takes_an_answer(viewer: Viewer, day: SeenDay) -> bool:
    """Whether an earlier day of both still waits for the viewer, as far as they alone decided."""
    is_new = not (
        day.visibility.mine.is_there or day.visibility.theirs_is_open or day.visibility.has_passed
    )
    return (
        is_new
        and day.date < viewer.today
        and rules.is_shared_day(on=day.date, paired_on=viewer.couple.paired_on)
        and rules.takes_words(
            on=day.date, today=viewer.today, joined_on=viewer.membership.joined_on
        )
    )
