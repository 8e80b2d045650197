"""Our answers, by month and by strand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from closeknit.domain.library import Strand
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.models import Day, OwnQuestion, PackChoice
from closeknit.rooms.questions.queries.days import (
    VisibleAnswers,
    days_in_sight,
    state_of,
    visible_answers_of,
)
from closeknit.rooms.questions.queries.library import Asked, asked_on, library
from closeknit.rooms.questions.rules import State


@dataclass(frozen=True)
class Entry:
    on: date
    question: Asked
    state: State
    answers: VisibleAnswers


@dataclass(frozen=True)
class Month:
    """One month of answers, the newest first, and the months beside it that hold any."""

    first: date | None
    entries: tuple[Entry, ...] = ()
    newer: date | None = None
    older: date | None = None


@dataclass(frozen=True)
class OwnQuestionInWaiting:
    id: str
    text: str | None
    written_on: date


def month_of_answers(*, viewer: Viewer, month: date | None, strand: Strand | None) -> Month:
    """The answers of `month`, or of the newest month that has any."""
    days = _kept_days(viewer=viewer, strand=strand)
    months = list(days.dates("date", "month", order="DESC"))
    if not months:
        return Month(first=month)
    first = month.replace(day=1) if month else months[0]
    found = list(days.filter(date__year=first.year, date__month=first.month).order_by("-date"))
    answers = visible_answers_of(viewer=viewer, days=found)
    return Month(
        first=first,
        entries=tuple(
            Entry(
                on=day.date,
                question=asked_on(viewer=viewer, day=day),
                state=state_of(viewer=viewer, day=day),
                answers=answers[day.pk],
            )
            for day in found
        ),
        newer=min((each for each in months if each > first), default=None),
        older=max((each for each in months if each < first), default=None),
    )


def _kept_days(*, viewer: Viewer, strand: Strand | None) -> QuerySet[Day]:
    days = days_in_sight(viewer=viewer).filter(
        Q(mine_is_there=True) | Q(theirs_is_open=True) | Q(has_draft=True)
    )
    return days if strand is None else days.filter(slug__in=_slugs_of(strand))


def _slugs_of(strand: Strand) -> Iterable[str]:
    return [each.id for each in library().questions.values() if each.strand is strand]


def own_questions_in_waiting(*, viewer: Viewer) -> list[OwnQuestionInWaiting]:
    """The viewer's own questions that have not come up yet; the partner's stay a surprise."""
    rows = OwnQuestion.objects.filter(couple=viewer.couple, owner=viewer.user, days=None)
    found = []
    for row in rows.order_by("written_on", "pk"):
        words = viewer.open(row)
        text = None if words is None else words.get("text", "")
        found.append(OwnQuestionInWaiting(str(row.pk), text, row.written_on))
    return found


def packs() -> list[str]:
    """The names of every pack in the library."""
    return sorted({each.pack for each in library().questions.values() if each.pack})


def chosen_packs(*, viewer: Viewer) -> list[str]:
    chosen = PackChoice.objects.filter(couple=viewer.couple, until=None)
    return sorted(chosen.values_list("pack", flat=True))
