"""A day's page, and the answers that may be read on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Answer, Draft, Reply
from closeknit.rooms.questions.queries.asking import Asked, question_of
from closeknit.rooms.questions.queries.visibility import SeenDay, day_as_seen
from closeknit.rooms.questions.rules import DayState


@dataclass(frozen=True)
class Words:
    """What one person wrote, and what they guessed; `text` is None when it is damaged."""

    text: str | None
    guess: str = ""


@dataclass(frozen=True)
class VisibleAnswers:
    """One's own answer, and the partner's once it is open."""

    mine: Words | None = None
    theirs: Words | None = None


@dataclass(frozen=True)
class WordBack:
    is_mine: bool
    written_on: date
    text: str | None


@dataclass(frozen=True)
class DayPage:
    """All that one page shows of a day."""

    on: date
    question: Asked | None
    state: DayState
    answers: VisibleAnswers = VisibleAnswers()
    draft: str = ""
    draft_guess: str = ""
    replies: tuple[WordBack, ...] = ()
    may_write: bool = False
    waits_until: date | None = None


def visible_answers(*, viewer: Viewer, day: date) -> VisibleAnswers:
    """The only way to a partner's words: they are here once they are open, and not before."""
    return visible_answers_of(viewer=viewer, days=[day])[day]


def visible_answers_of(*, viewer: Viewer, days: Sequence[date]) -> Mapping[date, VisibleAnswers]:
    """`visible_answers` of several days in one query."""
    rows = Answer.objects.filter(couple=viewer.couple, day__date__in=days).filter(
        Q(owner=viewer.user) | Q(opened_on__isnull=False, for_couple__isnull=False)
    )
    mine: dict[date, Words] = {}
    theirs: dict[date, Words] = {}
    for row in rows.select_related("day"):
        found = mine if row.owner_id == viewer.user.pk else theirs
        found[row.day.date] = _words(viewer, row)
    return {day: VisibleAnswers(mine.get(day), theirs.get(day)) for day in days}


def _words(viewer: Viewer, row: Answer | Draft) -> Words:
    words = viewer.open(row)
    return Words(None) if words is None else Words(words.get("text", ""), words.get("guess", ""))


def guess_of(*, viewer: Viewer, row: Answer) -> str:
    """Return what was guessed; nothing when there is none, or it is damaged."""
    words = viewer.open(row) if row.sealed else None
    return (words or {}).get("guess", "")


def text_of(*, viewer: Viewer, row: Answer | Draft | Reply) -> str | None:
    words = viewer.open(row)
    return None if words is None else words.get("text", "")


def day_page(*, viewer: Viewer, on: date) -> DayPage | None:
    """What one person sees of a day; None when nothing of it is theirs and it takes no words."""
    day = day_as_seen(viewer=viewer, on=on)
    if day is not None:
        return _page_of(viewer, day)
    if on != viewer.today:
        return None
    return DayPage(on=on, question=None, state=DayState.UNWRITTEN, may_write=True)


def _page_of(viewer: Viewer, day: SeenDay) -> DayPage:
    visibility, state, on = day.visibility, day.state, day.date
    waits = state is DayState.SEALED_WAITING and viewer.couple.paired_on is not None
    draft = _draft(viewer, day) if visibility.has_draft else Words("")
    has_answers = visibility.mine.is_there or visibility.theirs_is_open
    return DayPage(
        on=on,
        question=question_of(viewer=viewer, day=day),
        state=state,
        answers=visible_answers(viewer=viewer, day=on) if has_answers else VisibleAnswers(),
        draft=draft.text or "",
        draft_guess=draft.guess,
        replies=_replies(viewer, day)
        if visibility.mine.is_open or visibility.theirs_is_open
        else (),
        may_write=rules.is_waiting(on=on, today=viewer.today) and not visibility.mine.is_open,
        waits_until=on + rules.WAITS_FOR - timedelta(days=1) if waits else None,
    )


def _draft(viewer: Viewer, day: SeenDay) -> Words:
    rows = Draft.objects.filter(day=day.pk, owner=viewer.user).select_related("day")
    row = rows.first()
    return Words("") if row is None else _words(viewer, row)


def _replies(viewer: Viewer, day: SeenDay) -> tuple[WordBack, ...]:
    rows = Reply.objects.filter(day=day.pk, couple=viewer.couple).select_related("day")
    return tuple(word_back(viewer=viewer, row=row) for row in rows.order_by("order"))


def word_back(*, viewer: Viewer, row: Reply) -> WordBack:
    return WordBack(
        is_mine=row.owner_id == viewer.user.pk,
        written_on=row.written_on,
        text=text_of(viewer=viewer, row=row),
    )
