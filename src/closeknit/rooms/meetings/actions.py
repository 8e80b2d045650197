"""Beginning a meeting, going on, writing notes, showing them, agreeing on a plan."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.meetings.models import Hour, Meeting, Note, Plan
from closeknit.rooms.meetings.queries import meetings, open_meeting, plan_before
from closeknit.rooms.meetings.rules.agenda import (
    Part,
    PlanWords,
    agenda,
    is_further,
    next_part,
    plan_to_words,
)
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.people.actions.rows import (
    insert_once,
    take_own_turn,
    take_turn,
    unwrap_and_delete,
)
from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.people.viewer import Viewer


@transaction.atomic
def begin_meeting(*, viewer: Viewer, key: UUID | None = None) -> Meeting:
    """Begin a meeting, or join the one that is open: either may, and there is only one.

    `key` is the id of a new one: sent again, it names the meeting that it began.
    """
    key = key or uuid4()
    take_turn(viewer)
    begun = meetings(viewer=viewer).filter(pk=key).first() or open_meeting(viewer=viewer)
    if begun is not None:
        return begun
    parts = agenda(has_last_plan=plan_before(None, viewer=viewer) is not None)
    made = Meeting(
        id=key,
        couple=viewer.couple,
        begun_on=viewer.today,
        part=parts[0],
        part_began_at=viewer.now,
    )
    insert_once(made)
    return made


@transaction.atomic
def go_on(*, viewer: Viewer, meeting: Meeting, after: Part) -> Part:
    """Go on from the part `after`, for both; two taps at once go on by one part only."""
    row = meetings(viewer=viewer).select_for_update().get(pk=meeting.pk)
    parts = agenda(has_last_plan=plan_before(row, viewer=viewer) is not None)
    to = (next_part(after, parts=parts) if after in parts else None) or after
    if row.ended_on is None and is_further(to, than=Part(row.part)):
        row.part, row.part_began_at = to, viewer.now
        row.save(update_fields=["part", "part_began_at"])
    return to


@transaction.atomic
def end_meeting(*, viewer: Viewer, meeting: Meeting) -> None:
    """End it for both; the hour is forgotten, the day stays."""
    meetings(viewer=viewer).filter(pk=meeting.pk, ended_on=None).update(
        ended_on=viewer.today, part_began_at=None
    )


@transaction.atomic
def keep_note(*, viewer: Viewer, meeting: Meeting, part: Part, text: str, show: bool) -> None:
    """Keep one's own note for a part; empty words delete it, and what was shown stays shown."""
    take_own_turn(viewer.user)
    notes = Note.objects.filter(meeting=meeting, part=part, owner=viewer.user)
    row = notes.first() or Note(meeting=meeting, part=part)
    if not text.strip():
        unwrap_and_delete(notes)
        return
    is_shown = show or viewer.is_open_to_both(row)
    row.couple = viewer.couple
    row.shown_on = (row.shown_on or viewer.today) if is_shown else None
    readers = Readers.BOTH if is_shown else Readers.SELF
    viewer.seal(row, {"text": text}, readers=readers)
    row.save()


@transaction.atomic
def hide_note(*, viewer: Viewer, meeting: Meeting, part: Part) -> None:
    """Seal one's own note again for oneself alone; what was read cannot be recalled."""
    row = Note.objects.filter(meeting=meeting, part=part, owner=viewer.user).first()
    words = viewer.open(row) if row else None
    if row is None or words is None:
        return
    row.shown_on = None
    viewer.seal(row, words, readers=Readers.SELF)
    row.save()


@transaction.atomic
def keep_plan(*, viewer: Viewer, meeting: Meeting, words: PlanWords) -> None:
    """Keep the one plan of a meeting for both; the last version stands, empty words delete it."""
    Meeting.objects.select_for_update().get(pk=meeting.pk, couple=viewer.couple)
    plans = Plan.objects.filter(meeting=meeting)
    if not words.text.strip():
        unwrap_and_delete(plans)
        return
    row = plans.first() or Plan(meeting=meeting)
    viewer.seal(row, plan_to_words(words), readers=Readers.BOTH)
    row.save()


@transaction.atomic
def keep_hour(*, viewer: Viewer, hour: WeeklyHour) -> None:
    """Keep the weekly hour for both; either may, and the last one stands."""
    take_turn(viewer)
    Hour.objects.update_or_create(
        couple=viewer.couple, defaults={"weekday": hour.weekday, "at": hour.at}
    )


def forget_hour(*, couple: Couple) -> None:
    """Forget the weekly hour, when one of the two lets it go or leaves."""
    Hour.objects.filter(couple=couple).delete()


@transaction.atomic
def close_meetings(*, couple: Couple, now: datetime) -> None:
    """Forget the weekly hour and end what is open in a space that closes."""
    forget_hour(couple=couple)
    Meeting.objects.filter(couple=couple, ended_on=None).update(
        ended_on=couple.day_at(now), part_began_at=None
    )


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete all that a person wrote here, and meetings that hold nothing more."""
    unwrap_and_delete(Note.objects.filter(owner=user))
    unwrap_and_delete(Plan.objects.filter(owner=user))
    Meeting.objects.filter(couple__memberships__user=user, notes=None, plan=None).delete()
