"""The row of a day: made at its first write, locked for every other."""

from datetime import date

from closeknit.rooms.people.prepared import Given, Prepared
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Day
from closeknit.rooms.questions.queries.asking import pick_of
from closeknit.rooms.questions.queries.sight import day_as_seen

_DAY = Prepared(Day.objects.select_for_update().filter(couple=Given("couple"), date=Given("date")))


class DayIsClosedError(Exception):
    """Nothing can be written to that day: it is not there, or not open, for this person."""


class QuestionChangedError(Exception):
    """The words were meant for another question than the day has."""


def locked_day(*, viewer: Viewer, on: date) -> Day:
    """Lock a day the viewer may write to; today and last night come to be by this."""
    may_begin = viewer.today - rules.LATE_BY <= on <= viewer.today
    if on < viewer.membership.joined_on or not rules.is_waiting(on=on, today=viewer.today):
        raise DayIsClosedError
    if not may_begin and not _is_in_sight(viewer, on):
        raise DayIsClosedError
    day = _DAY.first(couple=viewer.couple.pk, date=on)
    if day is None:
        _begin_day(viewer, on)
        day = _DAY.get(couple=viewer.couple.pk, date=on)
    return day


def locked_day_in_sight(*, viewer: Viewer, on: date) -> Day:
    """Lock a day that was written to, however long ago."""
    if not _is_in_sight(viewer, on):
        raise DayIsClosedError
    return _DAY.get(couple=viewer.couple.pk, date=on)


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


def _begin_day(viewer: Viewer, on: date) -> None:
    picked = pick_of(viewer=viewer, on=on)
    if picked is None:
        raise DayIsClosedError
    day = Day(couple=viewer.couple, date=on)
    set_pick(day=day, pick=picked)
    Day.objects.bulk_create([day], ignore_conflicts=True)


def _is_in_sight(viewer: Viewer, on: date) -> bool:
    seen = day_as_seen(viewer=viewer, on=on)
    return seen is not None and seen.is_in_sight
