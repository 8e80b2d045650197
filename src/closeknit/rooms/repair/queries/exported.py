"""What one person takes along from this room: all that they can read, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Draft, Writing
from closeknit.rooms.repair.queries import kept, letters, loops
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.writing import WritingWords

Words = OpeningWords | ApologyWords | HalfWords | PauseWords | WritingWords


@dataclass(frozen=True)
class ExportedWords:
    """One person's words with one tool; `words` is None when they could not be opened."""

    tool: str
    on: date
    by: str
    words: Words | None


def export(*, viewer: Viewer) -> list[ExportedWords]:
    exported = [
        *_letters(viewer),
        *_loops(viewer),
        *_pause(viewer),
        *_own(viewer),
    ]
    return sorted(exported, key=lambda each: (each.on, each.tool, each.by))


def _letters(viewer: Viewer) -> Sequence[ExportedWords]:
    openings = (
        letters.opened_opening(row, viewer=viewer) for row in letters.openings(viewer=viewer)
    )
    apologies = (
        letters.opened_apology(row, viewer=viewer) for row in letters.apologies(viewer=viewer)
    )
    return [
        *(ExportedWords("gentle opening", each.sent_on, each.by, each.words) for each in openings),
        *(ExportedWords("apology", each.sent_on, each.by, each.words) for each in apologies),
    ]


def _loops(viewer: Viewer) -> Sequence[ExportedWords]:
    seen = loops.seen(loops.loops(viewer=viewer), viewer=viewer)
    return [
        ExportedWords("our loop", each.opened_on or viewer.today, half.by, half.words)
        for each in seen
        for half in each.halves
    ]


def _pause(viewer: Viewer) -> Sequence[ExportedWords]:
    plan = kept.agreed_pause(viewer=viewer)
    return [ExportedWords("pause plan", plan.agreed_on, plan.by, plan.words)] if plan else []


def _own(viewer: Viewer) -> Sequence[ExportedWords]:
    """Return writings and drafts made in this space."""
    name = viewer.user.name
    rows = Writing.objects.filter(owner=viewer.user, couple=viewer.couple)
    written = (kept.own_writing(row, viewer=viewer) for row in rows)
    begun_here = Draft.objects.filter(owner=viewer.user, couple=viewer.couple)
    unsent = (
        ExportedWords(tool, viewer.today, name, words)
        for row in begun_here.order_by("tool")
        for tool, words in [_draft(Tool(row.tool), viewer=viewer)]
    )
    return [
        *(ExportedWords("outside eye", each.written_on, name, each.words) for each in written),
        *unsent,
    ]


def _draft(tool: Tool, *, viewer: Viewer) -> tuple[str, Words | None]:
    match tool:
        case Tool.APOLOGY:
            return "apology, not sent", kept.draft_of(viewer=viewer, tool=tool, kind=ApologyWords)
        case Tool.LOOP:
            return "our loop, not put in", kept.draft_of(viewer=viewer, tool=tool, kind=HalfWords)
