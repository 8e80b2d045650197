"""Our answers, by month and by strand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from closeknit.domain.library import Strand, bundled
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.models import OwnQuestion, PackChoice
from closeknit.rooms.questions.queries.asking import Asked, questions_of
from closeknit.rooms.questions.queries.days import VisibleAnswers, visible_answers_of
from closeknit.rooms.questions.queries.schedule import picks_until
from closeknit.rooms.questions.queries.visibility import SeenDay, days_with_words, joined_days
from closeknit.rooms.questions.rules import DESIRE, DayState
from closeknit.ui.months import Listed, counts_by_month, listed, months_of


@dataclass(frozen=True)
class AlbumEntry:
    on: date
    question: Asked
    state: DayState
    answers: VisibleAnswers


@dataclass(frozen=True)
class OwnQuestionInWaiting:
    id: str
    text: str | None
    written_on: date


def answers_by_month(
    *, viewer: Viewer, asked: date | None, strand: Strand | None
) -> Listed[AlbumEntry]:
    """The answers of the month asked for, or of the newest that has any, and some before it."""
    kept = Q() if strand is None else Q(slug__in=_slugs_of(strand))
    words = Q(mine__isnull=False) | Q(theirs__opened_on__isnull=False) | Q(draft__isnull=False)
    held = joined_days(viewer=viewer).filter(kept & words)
    months = months_of(counts_by_month(held, "date"), asked=asked)
    days = days_with_words(viewer=viewer, within=kept & months.within("date"))
    return listed(_entries(viewer, days[::-1]), months=months, on=lambda each: each.on)


def opened_since(*, viewer: Viewer, first: date) -> tuple[AlbumEntry, ...]:
    """The answers that opened on `first` or later, the newest first; alone, one's own."""
    if viewer.is_paired:
        reveals = Q(revealed_on__gte=first)
        handed = Q(mine__opened_on__gte=first) | Q(theirs__opened_on__gte=first)
        found = days_with_words(viewer=viewer, within=reveals | handed)
    else:
        found = days_with_words(viewer=viewer, within=Q(date__gte=first, mine__isnull=False))
    return _entries(viewer, found[::-1])


def _entries(viewer: Viewer, days: Sequence[SeenDay]) -> tuple[AlbumEntry, ...]:
    answers = visible_answers_of(viewer=viewer, days=[day.date for day in days])
    questions = questions_of(viewer=viewer, days=days)
    return tuple(
        AlbumEntry(
            on=day.date,
            question=questions[day.date],
            state=day.state,
            answers=answers[day.date],
        )
        for day in days
    )


def _slugs_of(strand: Strand) -> list[str]:
    return [each.id for each in bundled().questions.values() if each.strand is strand]


def own_questions_in_waiting(*, viewer: Viewer) -> list[OwnQuestionInWaiting]:
    """The viewer's own questions that have not come up yet; the partner's stay a surprise."""
    found = []
    for row in _not_asked_yet(viewer).order_by("written_on", "pk"):
        words = viewer.open(row)
        text = None if words is None else words.get("text", "")
        found.append(OwnQuestionInWaiting(str(row.pk), text, row.written_on))
    return found


def _not_asked_yet(viewer: Viewer) -> QuerySet[OwnQuestion]:
    """The viewer's own questions whose day is still to come, whether or not a row holds it."""
    rows = OwnQuestion.objects.filter(couple=viewer.couple, owner=viewer.user, days=None)
    if not rows.exists():
        return rows
    picks = picks_until(viewer=viewer, last=viewer.today).values()
    return rows.exclude(pk__in=[pick.own for pick in picks if pick and pick.own])


def packs() -> list[str]:
    """The names of every pack that either of the two may switch on for both."""
    found = {each.pack for each in bundled().questions.values() if each.pack}
    return sorted(found - {DESIRE})


def chosen_packs(*, viewer: Viewer) -> list[str]:
    chosen = PackChoice.objects.filter(couple=viewer.couple, until=None)
    return sorted(chosen.values_list("pack", flat=True))
