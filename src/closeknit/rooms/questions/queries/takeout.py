"""All that a person can read in this room, to take with them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.models import Draft, OwnQuestion, Reply
from closeknit.rooms.questions.queries.days import (
    WordBack,
    days_in_sight,
    state_of,
    text_of,
    visible_answers_of,
)
from closeknit.rooms.questions.queries.library import asked_on


@dataclass(frozen=True)
class ExportedDay:
    """One day; None stands for what is not there, or is damaged."""

    on: date
    slug: str
    edition: int
    question: str | None
    state: str
    mine: str | None
    theirs: str | None
    draft: str | None
    replies: tuple[WordBack, ...]


@dataclass(frozen=True)
class ExportedQuestion:
    """A question of the viewer's own."""

    written_on: date
    text: str | None


def export(*, viewer: Viewer) -> list[ExportedDay | ExportedQuestion]:
    """Return the days, oldest first, then the viewer's own questions."""
    days = list(days_in_sight(viewer=viewer).order_by("date"))
    answers = visible_answers_of(viewer=viewer, days=days)
    drafts = {
        row.day_id: text_of(viewer=viewer, row=row)
        for row in Draft.objects.filter(owner=viewer.user, couple=viewer.couple)
    }
    replies: dict[int, list[WordBack]] = defaultdict(list)
    for row in Reply.objects.filter(couple=viewer.couple).order_by("day", "order"):
        text = text_of(viewer=viewer, row=row)
        replies[row.day_id].append(WordBack(row.owner_id == viewer.user.pk, row.written_on, text))
    exported: list[ExportedDay | ExportedQuestion] = []
    for day in days:
        mine, theirs = answers[day.pk].mine, answers[day.pk].theirs
        exported.append(
            ExportedDay(
                on=day.date,
                slug=day.slug,
                edition=day.edition,
                question=asked_on(viewer=viewer, day=day).text,
                state=state_of(viewer=viewer, day=day).value,
                mine=mine.text if mine else None,
                theirs=theirs.text if theirs else None,
                draft=drafts.get(day.pk),
                replies=tuple(replies[day.pk]),
            )
        )
    return [*exported, *_own_questions(viewer)]


def _own_questions(viewer: Viewer) -> list[ExportedQuestion]:
    rows = OwnQuestion.objects.filter(couple=viewer.couple, owner=viewer.user)
    found = []
    for row in rows.order_by("written_on", "pk"):
        words = viewer.open(row)
        found.append(ExportedQuestion(row.written_on, None if words is None else words.get("text")))
    return found
