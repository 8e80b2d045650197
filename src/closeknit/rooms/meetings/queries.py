"""A couple's meetings, as one of the two may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from closeknit.rooms.meetings.models import Hour, Meeting, Note, Plan
from closeknit.rooms.meetings.rules.agenda import (
    Part,
    PlanWords,
    agenda,
    plan_from_plain,
    seconds_left,
)
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.rules import SeatToday
from closeknit.rooms.people.viewer import Viewer
from closeknit.ui.months import Listed, counts_by_month, listed, months_of


@dataclass(frozen=True)
class SeenNote:
    """`text` is None when it cannot be opened."""

    part: Part
    by: str
    is_mine: bool
    is_shown: bool
    text: str | None


@dataclass(frozen=True)
class SeenPlan:
    """`words` is None when they cannot be opened."""

    words: PlanWords | None


@dataclass(frozen=True)
class SeenMeeting:
    id: UUID
    begun_on: date
    is_open: bool
    part: Part
    parts: tuple[Part, ...]
    notes: Sequence[SeenNote]
    plan: SeenPlan | None
    last_plan: SeenPlan | None
    seconds_left: int
    """Of the part that both are at."""

    def note(self, part: Part, *, is_mine: bool) -> SeenNote | None:
        return next(
            (each for each in self.notes if each.part is part and each.is_mine is is_mine), None
        )


def meetings(*, viewer: Viewer) -> QuerySet[Meeting]:
    return Meeting.objects.filter(couple=viewer.couple).order_by("-begun_on", "pk")


def open_meeting(*, viewer: Viewer) -> Meeting | None:
    return meetings(viewer=viewer).filter(ended_on=None).first()


def past_meetings(*, viewer: Viewer) -> list[Meeting]:
    """Return the meetings that ended, the newest first."""
    return list(_ended(viewer))


def past_by_month(*, viewer: Viewer, asked: date | None) -> Listed[Meeting]:
    """Return some months of the meetings that ended, the newest first."""
    ended = _ended(viewer)
    months = months_of(counts_by_month(ended, "begun_on"), asked=asked)
    some = ended.filter(months.within("begun_on"))
    return listed(some, months=months, on=lambda each: each.begun_on)


def seen_meeting(row: Meeting, *, viewer: Viewer) -> SeenMeeting:
    """Open one's own notes, those shown by the other, and the plans of this and the last time."""
    last_plan = plan_before(row, viewer=viewer)
    parts = agenda(has_last_plan=last_plan is not None)
    part = Part(row.part) if row.part in parts else parts[0]
    return SeenMeeting(
        id=row.pk,
        begun_on=row.begun_on,
        is_open=row.ended_on is None,
        part=part,
        parts=parts,
        notes=notes_of(row, viewer=viewer),
        plan=plan_of(row, viewer=viewer),
        last_plan=last_plan,
        seconds_left=seconds_left(part, began_at=row.part_began_at, now=viewer.now),
    )


def notes_of(row: Meeting, *, viewer: Viewer) -> list[SeenNote]:
    """Open one's own notes of a meeting and those that the other shows, part by part."""
    notes = [
        _seen(each, viewer=viewer)
        for each in row.notes.all()
        if each.owner_id == viewer.user.pk or each.shown_on is not None
    ]
    return sorted(notes, key=lambda each: (list(Part).index(each.part), each.is_mine))


def plan_of(row: Meeting, *, viewer: Viewer) -> SeenPlan | None:
    return _plan(getattr(row, "plan", None), viewer=viewer)


def plan_before(row: Meeting | None, *, viewer: Viewer) -> SeenPlan | None:
    """Return the plan of the meeting before this one; without one, of the latest that ended."""
    ended = _ended(viewer)
    if row is not None:
        ended = ended.filter(begun_on__lte=row.begun_on).exclude(pk=row.pk)
    before = ended.select_related("plan").order_by("-begun_on", "-ended_on", "pk").first()
    return None if before is None else plan_of(before, viewer=viewer)


def plans_since(*, viewer: Viewer, first: date) -> list[SeenPlan]:
    """Return the plans of meetings begun on `first` or later, the newest first."""
    held = meetings(viewer=viewer).filter(begun_on__gte=first, plan__isnull=False)
    found = [_plan(row.plan, viewer=viewer) for row in held.select_related("plan")]
    return [plan for plan in found if plan is not None]


def hour_of(*, couple: Couple, now: datetime) -> WeeklyHour | None:
    """Return the weekly hour that the two chose, which both of them see, in the zone of now."""
    row = Hour.objects.filter(couple=couple).first()
    if row is None:
        return None
    return WeeklyHour(weekday=row.weekday, at=row.at, zone=couple.zone_at(now))


def due(*, seats: Sequence[SeatToday]) -> set[UUID]:
    """Return who has the hour that both chose today; asked for many at once, without any key."""
    hours = Hour.objects.filter(couple__in={seat.couple for seat in seats}, couple__closed_on=None)
    weekdays = dict(hours.values_list("couple", "weekday")) if seats else {}
    return {seat.user for seat in seats if weekdays.get(seat.couple) == seat.today.weekday()}


def _ended(viewer: Viewer) -> QuerySet[Meeting]:
    return meetings(viewer=viewer).exclude(ended_on=None)


def _plan(row: Plan | None, *, viewer: Viewer) -> SeenPlan | None:
    if row is None:
        return None
    plain = viewer.open(row)
    return SeenPlan(words=None if plain is None else plan_from_plain(dict(plain)))


def _seen(note: Note, *, viewer: Viewer) -> SeenNote:
    plain = viewer.open(note)
    partner = viewer.partner
    is_partners = partner is not None and note.owner_id == partner.pk
    return SeenNote(
        part=Part(note.part),
        by=partner.name if partner and is_partners else viewer.user.name,
        is_mine=note.owner_id == viewer.user.pk,
        is_shown=note.shown_on is not None,
        text=None if plain is None else plain.get("text", ""),
    )
