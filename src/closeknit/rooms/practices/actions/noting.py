"""Noting a practice, changing or showing the note, keeping a practice or setting it aside."""

from uuid import UUID

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import insert_once, take_own_turn, unwrap_and_delete
from closeknit.rooms.people.models import User
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices.models import Consent, Doing, PracticeNotes, PracticePlace
from closeknit.rooms.practices.queries import history, notes_of
from closeknit.rooms.practices.rules.notes import (
    Done,
    Notes,
    Opinion,
    Rating,
    done_to_words,
    notes_to_words,
)


@transaction.atomic
def note_doing(*, viewer: Viewer, key: UUID, done: Done) -> None:
    """Seal one doing for the viewer alone under the id `key`; sent twice, it is noted once."""
    take_own_turn(viewer.user)
    row = Doing(id=key, couple=viewer.couple, done_on=done.done_on)
    viewer.seal(row, done_to_words(done), readers=Readers.SELF)
    if not insert_once(row):
        return
    notes = notes_of(viewer=viewer)
    if notes.times == 0:  # the first one, or a sum that is damaged
        _sum_up(viewer=viewer, rated=done)
    else:
        _keep_notes(viewer=viewer, notes=_rated(notes.with_doing(done), done))


@transaction.atomic
def change_doing(*, viewer: Viewer, row: Doing, done: Done) -> None:
    take_own_turn(viewer.user)
    row = Doing.objects.select_for_update().get(pk=row.pk, owner=viewer.user)
    readers = Readers.BOTH if viewer.is_open_to_both(row) else Readers.SELF
    viewer.seal(row, done_to_words(done), readers=readers)
    row.save()
    _sum_up(viewer=viewer, rated=done)


@transaction.atomic
def show_doing(*, viewer: Viewer, row: Doing) -> None:
    """Let the partner read this one note, sealed again for both."""
    _reseal(viewer, row, Readers.BOTH)


@transaction.atomic
def hide_doing(*, viewer: Viewer, row: Doing) -> None:
    """Seal it again for its author alone; what was read cannot be recalled."""
    _reseal(viewer, row, Readers.SELF)


@transaction.atomic
def remove_doing(*, viewer: Viewer, row: Doing) -> None:
    """Delete one of the viewer's doings; the wrap goes first."""
    take_own_turn(viewer.user)
    unwrap_and_delete(Doing.objects.filter(pk=row.pk, owner=viewer.user))
    _sum_up(viewer=viewer)


@transaction.atomic
def keep_opinion(*, viewer: Viewer, slug: str, opinion: Opinion | None) -> None:
    """Mark a practice as a favourite or as not for the viewer, or take the mark away."""
    take_own_turn(viewer.user)
    _keep_notes(viewer=viewer, notes=notes_of(viewer=viewer).with_opinion(slug, opinion))


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete all that a person noted here; the wraps go first."""
    for noted in (Doing, PracticeNotes, PracticePlace, Consent):
        unwrap_and_delete(noted._default_manager.filter(owner=user))  # noqa: SLF001  Django's documented handle


def _reseal(viewer: Viewer, row: Doing, readers: Readers) -> None:
    row = Doing.objects.select_for_update().get(pk=row.pk, owner=viewer.user, couple=viewer.couple)
    words = viewer.open(row)
    if words is not None:
        viewer.seal(row, words, readers=readers)
        row.save()


def _sum_up(*, viewer: Viewer, rated: Done | None = None) -> None:
    """Renew the summary from the whole history; "not for me" holds until it is taken back."""
    notes = notes_of(viewer=viewer).with_history(
        each.done for each in history(viewer=viewer) if each.done is not None
    )
    _keep_notes(viewer=viewer, notes=notes if rated is None else _rated(notes, rated))


def _rated(notes: Notes, done: Done) -> Notes:
    is_refused = done.rating is Rating.NOT_FOR_ME
    return notes.with_opinion(done.slug, Opinion.NOT_FOR_ME) if is_refused else notes


def _keep_notes(*, viewer: Viewer, notes: Notes) -> None:
    row = PracticeNotes.objects.filter(owner=viewer.user).first()
    row = row or PracticeNotes(couple=viewer.couple)
    viewer.seal(row, notes_to_words(notes), readers=Readers.SELF)
    row.save()
