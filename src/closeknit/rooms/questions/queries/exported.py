"""All that a person can read in this room, to take with them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.models import Draft, OwnQuestion, Reply
from closeknit.rooms.questions.queries.asking import questions_of
from closeknit.rooms.questions.queries.days import (
    WordBack,
    Words,
    visible_answers_of,
    word_back,
)
from closeknit.rooms.questions.queries.visibility import days_with_words


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
    my_guess: str
    their_guess: str
    draft: str | None
    draft_guess: str
    replies: tuple[WordBack, ...]


@dataclass(frozen=True)
class ExportedQuestion:
    """A question of the viewer's own."""

    written_on: date
    text: str | None


def export(*, viewer: Viewer) -> list[ExportedDay | ExportedQuestion]:
    """Return the days, oldest first, then the viewer's own questions."""
    return [*_days(viewer), *_own_questions(viewer)]


def _days(viewer: Viewer) -> list[ExportedDay]:
    days = days_with_words(viewer=viewer, within=Q())
    answers = visible_answers_of(viewer=viewer, days=[day.date for day in days])
    questions = questions_of(viewer=viewer, days=days)
    drafts, replies = _drafts(viewer), _replies(viewer)
    return [
        ExportedDay(
            on=day.date,
            slug=day.slug,
            edition=day.edition,
            question=questions[day.date].text,
            state=day.state.value,
            mine=_text(answers[day.date].mine),
            theirs=_text(answers[day.date].theirs),
            my_guess=_guess(answers[day.date].mine),
            their_guess=_guess(answers[day.date].theirs),
            draft=drafts[day.date].text if day.date in drafts else None,
            draft_guess=_guess(drafts.get(day.date)),
            replies=tuple(replies[day.date]),
        )
        for day in days
    ]


def _text(words: Words | None) -> str | None:
    return None if words is None else words.text


def _guess(words: Words | None) -> str:
    return words.guess if words else ""


def _drafts(viewer: Viewer) -> dict[date, Words]:
    rows = Draft.objects.filter(owner=viewer.user, couple=viewer.couple).select_related("day")
    opened = ((row.day.date, viewer.open(row) or {}) for row in rows)
    return {
        day: Words(text=plain.get("text"), guess=plain.get("guess", "")) for day, plain in opened
    }


def _replies(viewer: Viewer) -> dict[date, list[WordBack]]:
    found: dict[date, list[WordBack]] = defaultdict(list)
    rows = Reply.objects.filter(couple=viewer.couple).select_related("day")
    for row in rows.order_by("day__date", "order"):
        found[row.day.date].append(word_back(viewer=viewer, row=row))
    return found


def _own_questions(viewer: Viewer) -> list[ExportedQuestion]:
    rows = OwnQuestion.objects.filter(couple=viewer.couple, owner=viewer.user)
    found = []
    for row in rows.order_by("written_on", "pk"):
        words = viewer.open(row)
        found.append(ExportedQuestion(row.written_on, None if words is None else words.get("text")))
    return found
