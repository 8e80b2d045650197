"""The row of a day: written down with all before it at the first write, locked for every other."""

from datetime import date

from django.db.models import Q

from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Day
from closeknit.rooms.questions.queries.schedule import picks_until
from closeknit.rooms.questions.queries.visibility import day_as_seen

AT_ONCE = 500  # rows in one statement

_DAYS = CompiledQuery(
    Day.objects.select_for_update()
    .filter(Q(couple=Param("couple")), Q(date=Param("on")) | Q(date=Param("today")))
    .order_by("date")
)


class DayIsClosedError(Exception):
    """Nothing can be written to that day: it is not there, or not open, for this person."""


class QuestionChangedError(Exception):
    """The words were meant for another question than the day has."""


def locked_day(*, viewer: Viewer, on: date) -> Day:
    """Lock a day the viewer may write to: each of the last seven since they came."""
    today, joined_on = viewer.today, viewer.membership.joined_on
    if not rules.takes_words(on=on, today=today, joined_on=joined_on):
        raise DayIsClosedError
    found = _locked(viewer, on)
    if today not in found:
        settle_days(viewer=viewer)
        found = _locked(viewer, on)
    if on not in found:
        raise DayIsClosedError
    return found[on]


def locked_day_with_words(*, viewer: Viewer, on: date) -> Day:
    """Lock a day that holds words for the viewer, however long ago."""
    seen = day_as_seen(viewer=viewer, on=on)
    if seen is None or not seen.has_words:
        raise DayIsClosedError
    return _locked(viewer, on)[on]


def settle_days(*, viewer: Viewer) -> None:
    """Write down the question of each day until today; call it before the facts behind them change.

    What is written down is what everybody was shown anyway, so no row tells who made it.
    """
    picks = picks_until(viewer=viewer, last=viewer.today)
    days = [_day(viewer, on, pick) for on, pick in picks.items() if pick is not None]
    Day.objects.bulk_create(days, batch_size=AT_ONCE, ignore_conflicts=True)


def require_question(*, day: Day, key: str) -> None:
    if key != (str(day.own_id or "") if day.was_own else day.slug):
        raise QuestionChangedError


def set_pick(*, day: Day, pick: rules.Pick) -> None:
    """Give the day its question; nothing is saved."""
    question = pick.question
    day.slug = question.id if question else ""
    day.edition = question.edition if question else 0
    day.own_id, day.was_own = pick.own, pick.own is not None
    day.asked_before = pick.asked_before


def _locked(viewer: Viewer, on: date) -> dict[date, Day]:
    """Return that day and today, as far as they have rows, locked."""
    rows = _DAYS.all(couple=viewer.couple.pk, on=on, today=viewer.today)
    return {row.date: row for row in rows}


def _day(viewer: Viewer, on: date, pick: rules.Pick) -> Day:
    day = Day(couple=viewer.couple, date=on)
    set_pick(day=day, pick=pick)
    return day
