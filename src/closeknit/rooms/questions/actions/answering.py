"""Writing to a day: a draft, an answer, the reveal, "not tonight"."""

from datetime import date

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.choices import change_choices
from closeknit.rooms.people.actions.reveal import open_together, renew_escrow
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.actions.days import DayIsClosedError, locked_day, require_question
from closeknit.rooms.questions.models import Answer, Day, Draft
from closeknit.rooms.questions.queries.days import guess_of, text_of
from closeknit.rooms.questions.rules import AnswerStatus, DayState, Decision

_OF_A_DAY = CompiledQuery(Answer.objects.filter(day=Param("day")))
_DRAFT = CompiledQuery(Draft.objects.filter(day=Param("day"), owner=Param("owner")))
_STILL_IN_ESCROW = CompiledQuery(
    Answer.objects.filter(
        couple=Param("couple"), escrow__isnull=False, day__date__lt=Param("before")
    ).values_list("pk", flat=True)
)


class AlreadyOpenError(Exception):
    """The answer is open to both, so it can no longer be changed."""


@transaction.atomic
def seal_answer(
    *, viewer: Viewer, on: date, question: str, text: str, guess: str | None = None
) -> DayState:
    """Seal an answer; when the other's waits already, open both atomically.

    `question` is the key of the question that was on the page; `guess` is what the other may say,
    None leaves it as it was. Sending the same words twice changes nothing. Raises DayIsClosedError,
    QuestionChangedError and AlreadyOpenError.
    """
    day = locked_day(viewer=viewer, on=on)
    require_question(day=day, key=question)
    forget_open_escrows(
        couple=viewer.couple,
        before=rules.oldest_open_day(today=viewer.today, paired_on=viewer.couple.paired_on),
    )
    mine, theirs = _answers(viewer, day)
    if mine.opened_on is not None:
        if text_of(viewer=viewer, row=mine) != text:
            raise AlreadyOpenError
        return DayState.REVEALED
    guessed = guess_of(viewer=viewer, row=mine) if guess is None else guess
    viewer.seal(mine, to_words(text=text, guess=guessed), readers=Readers.ESCROW)
    if not _keeps_escrow(viewer, on):
        mine.escrow = None
    mine.decided = ""
    mine.save()
    _DRAFT.delete(day=day.pk, owner=viewer.user.pk)
    if theirs is not None and _reveal(viewer, day=day, mine=mine, theirs=theirs):
        return DayState.REVEALED
    return DayState.SEALED_WAITING


@transaction.atomic
def seal_guess(*, viewer: Viewer, on: date, guess: str) -> None:
    """Seal what the other may say beside one's own sealed answer; no words take it away.

    Raises DayIsClosedError without such an answer, and AlreadyOpenError once it is open.
    """
    day = locked_day(viewer=viewer, on=on)
    mine, _theirs = _answers(viewer, day)
    words = viewer.open(mine) if mine.sealed else None
    if words is None or mine.decided:
        raise DayIsClosedError
    if mine.opened_on is not None:
        raise AlreadyOpenError
    plain = to_words(text=words.get("text", ""), guess=guess)
    has_escrow = mine.escrow is not None
    viewer.seal(mine, plain, readers=Readers.ESCROW)
    if not has_escrow:
        mine.escrow = None
    mine.save()


@transaction.atomic
def keep_draft(*, viewer: Viewer, on: date, text: str, guess: str = "") -> None:
    """Keep words for their author alone; empty words take the draft away.

    Words that are the answer already are not kept a second time.
    """
    day = locked_day(viewer=viewer, on=on)
    answer = day.answers.filter(owner=viewer.user).first()
    plain = to_words(text=text, guess=guess)
    is_known = answer is not None and viewer.open(answer) == plain
    draft = day.drafts.filter(owner=viewer.user).first()
    if is_known or not (text + guess).strip():
        if draft is not None:
            draft.delete()
        return
    draft = draft or Draft(day=day, couple=viewer.couple)
    viewer.seal(draft, plain, readers=Readers.SELF)
    draft.save()


def pass_on(*, viewer: Viewer, on: date) -> None:
    """Say "not tonight", sealed for oneself: it opens nothing, and nobody else sees a sign of it.

    Beside an answer it stays without effect.
    """
    today, joined_on = viewer.today, viewer.membership.joined_on
    if not rules.takes_words(on=on, today=today, joined_on=joined_on):
        raise DayIsClosedError
    change_choices(viewer=viewer, change=lambda kept: kept.with_pass(on, today=today))


def to_words(*, text: str, guess: str) -> dict[str, str]:
    return {"text": text, "guess": guess} if guess.strip() else {"text": text}


def forget_open_escrows(*, couple: Couple, before: date) -> None:
    """Destroy the wraps that could still open answers of earlier days to the other."""
    over = _STILL_IN_ESCROW.all(couple=couple.pk, before=before)
    if over:  # seldom; to look first costs an eighth of an update that finds nothing
        Answer.objects.filter(pk__in=over).update(escrow=None)


def renew_escrows(*, viewer: Viewer) -> None:
    """Seal the viewer's waiting answers again where the host lost the key of their escrows."""
    mine = Answer.objects.filter(couple=viewer.couple, owner=viewer.user, escrow__isnull=False)
    lost = [row.day_id for row in mine.defer("sealed") if viewer.has_lost_escrow(row)]
    if lost:
        _renew_escrows_of(viewer, lost)


@transaction.atomic
def _renew_escrows_of(viewer: Viewer, days: list[int]) -> None:
    for day in Day.objects.select_for_update().filter(pk__in=days).order_by("pk"):
        mine, theirs = _answers(viewer, day)
        if not _keeps_escrow(viewer, day.date) or not renew_escrow(viewer=viewer, row=mine):
            continue
        if theirs is not None:
            _reveal(viewer, day=day, mine=mine, theirs=theirs)


def status_of(*, row: Answer | None) -> AnswerStatus:
    if row is None:
        return AnswerStatus()
    return AnswerStatus(
        is_there=True,
        is_open=row.opened_on is not None,
        decided=Decision(row.decided) if row.decided else None,
    )


def _answers(viewer: Viewer, day: Day) -> tuple[Answer, Answer | None]:
    """The viewer's answer, new if there is none, and the partner's, unopened."""
    rows = {row.owner_id: row for row in _OF_A_DAY.all(day=day.pk)}
    for row in rows.values():
        row.day = day  # what it belongs to is told by the day that was locked
    mine = rows.pop(viewer.user.pk, None) or Answer(day=day, couple=viewer.couple)
    partner = viewer.partner
    return mine, rows.get(partner.pk) if partner else None


def _keeps_escrow(viewer: Viewer, on: date) -> bool:
    return rules.keeps_escrow(on=on, today=viewer.today, paired_on=viewer.couple.paired_on)


def _reveal(viewer: Viewer, *, day: Day, mine: Answer, theirs: Answer) -> bool:
    """Open both answers when the rules allow; the day is locked, so it happens once."""
    allowed = rules.may_reveal(
        on=day.date,
        today=viewer.today,
        paired_on=viewer.couple.paired_on,
        mine=status_of(row=mine),
        theirs=status_of(row=theirs),
    )
    if not allowed or not open_together(viewer=viewer, rows=Answer.objects.filter(day=day)):
        return False
    day.revealed_on = viewer.today
    day.save(update_fields=["revealed_on"])
    return True
