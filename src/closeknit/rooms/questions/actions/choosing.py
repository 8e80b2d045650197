"""What a couple wants to be asked: skipped questions, packs, questions of their own."""

from datetime import date
from uuid import UUID

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions import choices
from closeknit.rooms.people.actions.rows import insert_once, take_turn, unwrap_and_delete
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.actions.answering import pass_on
from closeknit.rooms.questions.actions.days import (
    DayIsClosedError,
    locked_day,
    require_question,
    set_pick,
    settle_days,
)
from closeknit.rooms.questions.models import (
    Answer,
    OwnQuestion,
    PackChoice,
    SkippedQuestion,
)
from closeknit.rooms.questions.queries.album import packs
from closeknit.rooms.questions.queries.schedule import picks_until


class LastQuestionError(Exception):
    """There would be no question left to ask."""


@transaction.atomic
def skip_for_good(*, viewer: Viewer, question: str) -> None:
    """Never ask a library question again.

    Alone, another one takes its place tonight. For two it stays tonight's and the viewer passes,
    whatever the other has done: a question that gives way only at times would tell on the other.
    Raises QuestionChangedError when it is not tonight's question any more.
    """
    day = locked_day(viewer=viewer, on=viewer.today)
    require_question(day=day, key=question)
    if day.was_own:
        raise DayIsClosedError
    SkippedQuestion.objects.get_or_create(
        couple=viewer.couple, slug=question, defaults={"skipped_on": viewer.today}
    )
    following = picks_until(viewer=viewer, last=day.date)[day.date]
    if following is None:
        raise LastQuestionError
    if viewer.is_paired or Answer.objects.filter(day=day).exists():
        pass_on(viewer=viewer, on=viewer.today)
        return
    set_pick(day=day, pick=following)
    day.save()
    today = viewer.today
    choices.change_choices(viewer=viewer, change=lambda kept: kept.without_pass(today))


@transaction.atomic
def ask(*, viewer: Viewer, text: str, key: UUID) -> None:
    """Add a question of the couple's own; it comes up on a later day."""
    if OwnQuestion.objects.filter(pk=key).exists():
        return
    settle_days(viewer=viewer)
    row = OwnQuestion(id=key, couple=viewer.couple, written_on=viewer.today)
    viewer.seal(row, {"text": text}, readers=Readers.BOTH)
    insert_once(row)


@transaction.atomic
def take_back_question(*, viewer: Viewer, question: UUID) -> bool:
    """Remove one's own question before it came up; afterwards it belongs to its day.

    Tell whether there was one of the viewer's own to remove.
    """
    settle_days(viewer=viewer)
    rows = OwnQuestion.objects.filter(
        pk=question, couple=viewer.couple, owner=viewer.user, days=None
    )
    was_there = rows.exists()
    unwrap_and_delete(rows)
    return was_there


@transaction.atomic
def choose_packs(*, viewer: Viewer, wanted: set[str]) -> None:
    """Set which packs may come; from tomorrow on, so that tonight's question stays."""
    take_turn(viewer)
    settle_days(viewer=viewer)
    on, couple = viewer.today, viewer.couple
    chosen = PackChoice.objects.filter(couple=couple, until=None)
    dropped = chosen.exclude(pack__in=wanted)
    dropped.filter(chosen_on=on).delete()
    dropped.update(until=on)
    for pack in (wanted & set(packs())) - set(chosen.values_list("pack", flat=True)):
        _choose(viewer, pack, on)


@transaction.atomic
def choose_deeper(*, viewer: Viewer, wanted: bool) -> None:
    """Say whether the bravest questions may come; from tomorrow on, and once both have said so."""
    settle_days(viewer=viewer)
    choices.choose_deeper(viewer=viewer, wanted=wanted)


@transaction.atomic
def choose_desire(*, viewer: Viewer, wanted: bool) -> None:
    """Say whether questions about desire may come; from tomorrow on, once both have said so."""
    settle_days(viewer=viewer)
    choices.choose_desire(viewer=viewer, wanted=wanted)


def _choose(viewer: Viewer, pack: str, on: date) -> None:
    dropped_today = PackChoice.objects.filter(couple=viewer.couple, pack=pack, until=on)
    if not dropped_today.update(until=None):
        PackChoice.objects.create(couple=viewer.couple, pack=pack, chosen_on=on)
