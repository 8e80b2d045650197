"""The question of a day in words: from the library, read once per process, or from the couple."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from closeknit.domain.library import Question
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.models import OwnQuestion
from closeknit.rooms.questions.queries.visibility import SeenDay
from closeknit.ui.language import library


@dataclass(frozen=True)
class Asked:
    """A question as a person reads it; `text` is None when it is damaged or gone."""

    key: str
    text: str | None
    strand: str = ""
    follow_up: str = ""
    is_own: bool = False
    is_reworded: bool = False
    asked_before: date | None = None


def questions_of(*, viewer: Viewer, days: Iterable[SeenDay]) -> Mapping[date, Asked]:
    """The questions of days, by their dates."""
    days = list(days)
    own = _own_questions(viewer, [each.own_id for each in days if each.own_id is not None])
    return {
        each.date: _asked_own(own.get(each.own_id)) if each.was_own else _asked(each)
        for each in days
    }


def question_of(*, viewer: Viewer, day: SeenDay) -> Asked:
    return questions_of(viewer=viewer, days=[day])[day.date]


def _own_questions(viewer: Viewer, keys: Iterable[UUID | None]) -> dict[UUID | None, Asked]:
    keys = [key for key in keys if key is not None]
    if not keys:
        return {}
    found: dict[UUID | None, Asked] = {}
    for row in OwnQuestion.objects.filter(couple=viewer.couple, pk__in=keys):
        words = viewer.open(row)
        text = None if words is None else words.get("text")
        found[row.pk] = Asked(key=str(row.pk), text=text, is_own=True)
    return found


def _asked_own(found: Asked | None) -> Asked:
    return found or Asked(key="", text=None, is_own=True)


def _asked(day: SeenDay) -> Asked:
    question = library().questions.get(day.slug)
    if question is None:
        return Asked(key=day.slug, text=None)
    return _from_library(
        question, asked_before=day.asked_before, is_reworded=question.edition != day.edition
    )


def _from_library(question: Question, *, asked_before: date | None, is_reworded: bool) -> Asked:
    return Asked(
        key=question.id,
        text=question.text,
        strand=question.strand.value,
        follow_up=question.follow_up,
        is_reworded=is_reworded,
        asked_before=asked_before,
    )
