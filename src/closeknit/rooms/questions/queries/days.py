"""Days, and what one person may see of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Answer, Day, Draft, Passing, Reply
from closeknit.rooms.questions.queries.library import Asked, asked_by, asked_on, pick_of
from closeknit.rooms.questions.rules import Decision, Sight, Standing, State


@dataclass(frozen=True)
class Words:
    """What one person wrote; `text` is None when it is damaged."""

    text: str | None


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
    state: State
    answers: VisibleAnswers = VisibleAnswers()
    draft: str = ""
    replies: tuple[WordBack, ...] = ()
    may_write: bool = False
    may_hand_over: bool = False
    waits_until: date | None = None


def days_in_sight(*, viewer: Viewer) -> QuerySet[Day]:
    """The days a person may know to have been written to.

    A day that the partner passed on, or only began, looks like a day on which nothing happened.
    """
    theirs_waits = Answer.objects.filter(
        day=OuterRef("pk"), revealed_on=None, decided="", escrow__isnull=False
    ).exclude(owner=viewer.user)
    first = rules.oldest_open_day(today=viewer.today, paired_on=viewer.couple.paired_on)
    return with_sight(viewer=viewer, days=Day.objects.filter(couple=viewer.couple)).filter(
        Q(mine_is_there=True)
        | Q(theirs_is_open=True)
        | Q(has_draft=True)
        | Q(has_passed=True)
        | Q(Exists(theirs_waits), date__gte=first, date__lt=viewer.today)
    )


def with_sight(*, viewer: Viewer, days: QuerySet[Day]) -> QuerySet[Day]:
    """Mark each day with where the viewer stands; see `sight_of`."""
    answers = Answer.objects.filter(day=OuterRef("pk"))
    mine, theirs = answers.filter(owner=viewer.user), answers.exclude(owner=viewer.user)
    return days.select_related("own").annotate(
        mine_is_there=Exists(mine),
        mine_is_open=Exists(mine.filter(revealed_on__isnull=False)),
        mine_decided=Subquery(mine.values("decided")[:1], output_field=CharField()),
        theirs_is_open=Exists(theirs.filter(revealed_on__isnull=False)),
        has_draft=Exists(Draft.objects.filter(day=OuterRef("pk"), owner=viewer.user)),
        has_passed=Exists(Passing.objects.filter(day=OuterRef("pk"), owner=viewer.user)),
    )


def sight_of(*, day: Day) -> Sight:
    """Read the marks that `with_sight` left on a day."""
    marks = vars(day)
    decided = marks["mine_decided"]
    return Sight(
        mine=Standing(
            is_there=marks["mine_is_there"],
            is_open=marks["mine_is_open"],
            decided=Decision(decided) if decided else None,
        ),
        theirs_is_open=marks["theirs_is_open"],
        was_revealed=day.revealed_on is not None,
        has_draft=marks["has_draft"],
        has_passed=marks["has_passed"],
    )


def state_of(*, viewer: Viewer, day: Day) -> State:
    return rules.state_of(
        on=day.date,
        today=viewer.today,
        paired_on=viewer.couple.paired_on,
        sight=sight_of(day=day),
    )


def visible_answers(*, viewer: Viewer, day: Day) -> VisibleAnswers:
    """The only way to a partner's words: they are here once they are open, and not before."""
    return visible_answers_of(viewer=viewer, days=[day])[day.pk]


def visible_answers_of(*, viewer: Viewer, days: Sequence[Day]) -> dict[int, VisibleAnswers]:
    """`visible_answers` of several days in one query, by the day's key."""
    rows = Answer.objects.filter(day__in=days, couple=viewer.couple).filter(
        Q(owner=viewer.user) | Q(revealed_on__isnull=False, for_couple__isnull=False)
    )
    mine: dict[int, Words] = {}
    theirs: dict[int, Words] = {}
    for row in rows:
        found = mine if row.owner_id == viewer.user.pk else theirs
        found[row.day_id] = Words(text_of(viewer=viewer, row=row))
    return {day.pk: VisibleAnswers(mine.get(day.pk), theirs.get(day.pk)) for day in days}


def text_of(*, viewer: Viewer, row: Answer | Draft | Reply) -> str | None:
    words = viewer.open(row)
    return None if words is None else words.get("text", "")


def day_page(*, viewer: Viewer, on: date) -> DayPage | None:
    """Gather a day's page; None when the viewer may not know of that day. Today is always there."""
    days = with_sight(viewer=viewer, days=Day.objects.filter(couple=viewer.couple))
    if on != viewer.today:
        days = days_in_sight(viewer=viewer)
    day = days.filter(date=on).first()
    if day is not None:
        return _written_page(viewer, day)
    if on != viewer.today:
        return None
    return DayPage(
        on=on,
        question=question_by_pick(viewer=viewer, on=on),
        state=State.UNWRITTEN,
        may_write=True,
    )


def question_by_pick(*, viewer: Viewer, on: date) -> Asked | None:
    picked = pick_of(viewer=viewer, on=on)
    return None if picked is None else asked_by(viewer=viewer, pick=picked)


def _written_page(viewer: Viewer, day: Day) -> DayPage:
    sight, state = sight_of(day=day), state_of(viewer=viewer, day=day)
    on, today, paired_on = day.date, viewer.today, viewer.couple.paired_on
    is_open = sight.mine.is_open or sight.theirs_is_open
    waits = state is State.SEALED_WAITING and paired_on is not None
    return DayPage(
        on=on,
        question=asked_on(viewer=viewer, day=day),
        state=state,
        answers=visible_answers(viewer=viewer, day=day),
        draft=_draft(viewer, day) if sight.has_draft else "",
        replies=_replies(viewer, day) if is_open else (),
        may_write=rules.is_waiting(on=on, today=today) and not sight.mine.is_open,
        may_hand_over=rules.may_hand_over(on=on, today=today, paired_on=paired_on, mine=sight.mine),
        waits_until=on + rules.WAITS_FOR - timedelta(days=1) if waits else None,
    )


def _draft(viewer: Viewer, day: Day) -> str:
    row = Draft.objects.filter(day=day, owner=viewer.user).first()
    return (text_of(viewer=viewer, row=row) or "") if row is not None else ""


def _replies(viewer: Viewer, day: Day) -> tuple[WordBack, ...]:
    return tuple(
        WordBack(
            is_mine=row.owner_id == viewer.user.pk,
            written_on=row.written_on,
            text=text_of(viewer=viewer, row=row),
        )
        for row in Reply.objects.filter(day=day, couple=viewer.couple).order_by("order")
    )


def is_reply_known(*, key: UUID) -> bool:
    return Reply.objects.filter(pk=key).exists()
