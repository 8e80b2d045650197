"""Taking in what was written without a network: the same acts as by a click, each one once."""

from datetime import date

from django.db import transaction

from closeknit.rooms.moments import actions as moments
from closeknit.rooms.moments.forms import ThanksForm
from closeknit.rooms.offline.models import OfflineEntry
from closeknit.rooms.offline.queries import words_of
from closeknit.rooms.offline.rules import (
    REMEMBERED_FOR,
    EntryKind,
    Refusal,
    SealedEntry,
    Written,
    is_kept_beside,
    is_too_old,
)
from closeknit.rooms.people.actions.rows import delete_in_batches, insert_once
from closeknit.rooms.people.models import User
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.questions.forms import AnswerForm
from closeknit.rooms.questions.queries.days import day_page


class RefusedError(Exception):
    """An entry is not taken in; it stays on its device."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def accept(*, viewer: Viewer, entry: SealedEntry) -> None:
    """Do what an entry asks for, once however often it is sent; raises RefusedError."""
    written = words_of(entry=entry, keyring=viewer.keyring, person=viewer.user.pk)
    if written is None:
        raise RefusedError(Refusal.DAMAGED)
    if is_too_old(at=written.at, now=viewer.now):
        raise RefusedError(Refusal.TOO_OLD)
    with transaction.atomic():
        if insert_once(OfflineEntry(id=entry.id, owner=viewer.user, accepted_on=viewer.today)):
            _act(viewer, entry, written)


def forget_accepted(*, today: date) -> int:
    """Forget entries that are refused for their age by now."""
    return delete_in_batches(
        OfflineEntry.objects.filter(accepted_on__lt=today - 2 * REMEMBERED_FOR)
    )


def erase(*, user: User) -> None:
    """Forget every entry that a person's devices sent."""
    OfflineEntry.objects.filter(owner=user).delete()


def _act(viewer: Viewer, entry: SealedEntry, written: Written) -> None:
    if written.space != viewer.couple.pk:
        raise RefusedError(Refusal.SPACE_CLOSED)
    if entry.kind is EntryKind.ANSWER:
        _answer(viewer, written)
    else:
        _thank(viewer, entry, written)


def _answer(viewer: Viewer, written: Written) -> None:
    """Seal tonight's answer; words that were written elsewhere meanwhile are never replaced."""
    form = AnswerForm(dict(written.fields))
    if not form.is_valid() or written.day is None:
        raise RefusedError(Refusal.UNFIT)
    text, guess, on = form.cleaned_data["text"], form.cleaned_data["guess"], written.day
    found = day_page(viewer=viewer, on=on)
    mine = found.answers.mine if found else None
    if mine is not None and (mine.text != text or (guess and mine.guess not in ("", guess))):
        raise RefusedError(Refusal.ANSWERED)
    try:
        questions.seal_answer(
            viewer=viewer,
            on=on,
            question=form.cleaned_data["question"],
            text=text,
            guess=guess or None,
        )
    except questions.DayIsClosedError:
        raise RefusedError(Refusal.DAY_CLOSED) from None
    except questions.QuestionChangedError:
        raise RefusedError(Refusal.QUESTION_CHANGED) from None
    except questions.AlreadyOpenError:
        raise RefusedError(Refusal.ANSWERED) from None
    if found is not None and (
        is_kept_beside(draft=found.draft, answer=text)
        or is_kept_beside(draft=found.draft_guess, answer=guess)
    ):
        questions.keep_draft(viewer=viewer, on=on, text=found.draft, guess=found.draft_guess)


def _thank(viewer: Viewer, entry: SealedEntry, written: Written) -> None:
    form = ThanksForm(dict(written.fields), is_alone=not viewer.is_paired)
    if not form.is_valid():
        raise RefusedError(Refusal.UNFIT)
    moments.write_thanks(
        viewer=viewer,
        key=entry.id,
        words=form.words(),
        for_whom=form.cleaned_data["for_whom"],
    )
