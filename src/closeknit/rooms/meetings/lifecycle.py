"""What the meetings do when somebody exports, leaves, or is reminded of the hour both chose."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.meetings import actions
from closeknit.rooms.meetings.queries import due, meetings, notes_of, plan_of
from closeknit.rooms.meetings.rules.agenda import Part, PlanWords
from closeknit.rooms.people.lifecycle import Lifecycle
from closeknit.rooms.people.viewer import Viewer


@dataclass(frozen=True)
class ExportedNote:
    """A note or a plan as its readers take it along; `text` is None when it is damaged."""

    on: date
    part: str
    by: str
    text: str | None
    day: date | None = None


def export(*, viewer: Viewer) -> list[ExportedNote]:
    """Return every note and plan of the viewer's space that they can read, the oldest first."""
    exported = []
    rows = meetings(viewer=viewer).select_related("plan").prefetch_related("notes")
    for row in rows.order_by("begun_on", "pk"):
        exported += [
            ExportedNote(row.begun_on, each.part, each.by, each.text)
            for each in notes_of(row, viewer=viewer)
        ]
        plan = plan_of(row, viewer=viewer)
        if plan:
            words = plan.words or PlanWords()
            text = words.text if plan.words else None
            exported.append(ExportedNote(row.begun_on, Part.PLAN, "", text, words.day))
    return exported


LIFECYCLE = Lifecycle(
    key="meetings",
    title=_("Meetings"),
    template="meetings/exported.html",
    export=export,
    erase=actions.erase,
    close=actions.close_meetings,
    due_today=due,
)
