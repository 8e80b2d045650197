"""Writing, changing, answering and taking back a thank-you."""

from uuid import UUID

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.moments.models import Appreciation, Draft, Landing
from closeknit.rooms.moments.rules import (
    ForWhom,
    LandingWords,
    ThankYouWords,
    may_edit,
    to_words,
)
from closeknit.rooms.people.actions.rows import (
    insert_once,
    take_own_turn,
    take_turn,
    unwrap_and_delete,
)
from closeknit.rooms.people.models import User
from closeknit.rooms.people.viewer import Viewer


class DayIsOverError(Exception):
    """The words stand: their day has passed, or they were answered."""


@transaction.atomic
def write_thanks(
    *, viewer: Viewer, key: UUID, words: ThankYouWords, for_whom: ForWhom = ForWhom.THEM
) -> UUID:
    """Seal a thank-you under the id `key`; sent twice, it is written once."""
    row = Appreciation(id=key, couple=viewer.couple, written_on=viewer.today)
    readers = Readers.SELF if for_whom is ForWhom.ME else Readers.BOTH
    viewer.seal(row, to_words(words), readers=readers)
    if insert_once(row):
        Draft.objects.filter(owner=viewer.user).delete()
    return key


@transaction.atomic
def change_thanks(*, viewer: Viewer, row: Appreciation, words: ThankYouWords) -> None:
    """Seal new words for the same readers; raises DayIsOverError once they stand."""
    row = Appreciation.objects.select_for_update().get(pk=row.pk, owner=viewer.user)
    has_landed = Landing.objects.filter(thank_you=row).exists()
    if not may_edit(written_on=row.written_on, today=viewer.today, has_landed=has_landed):
        raise DayIsOverError
    readers = Readers.BOTH if viewer.is_open_to_both(row) else Readers.SELF
    viewer.seal(row, to_words(words), readers=readers)
    row.save()


@transaction.atomic
def remove_thanks(*, viewer: Viewer, row: Appreciation) -> None:
    """Delete the viewer's own thank-you and what was said back; the wraps go first."""
    Landing.objects.filter(thank_you=row).update(for_owner=None, for_couple=None)
    unwrap_and_delete(Appreciation.objects.filter(pk=row.pk, owner=viewer.user))


@transaction.atomic
def say_how_it_landed(*, viewer: Viewer, row: Appreciation, words: LandingWords) -> None:
    """Answer a received thank-you; the answer may change on its own day.

    Raises DayIsOverError when it was answered on an earlier day.
    """
    take_turn(viewer)
    landing = Landing.objects.select_for_update().filter(thank_you=row, owner=viewer.user).first()
    if landing is None:
        landing = Landing(thank_you=row, couple=viewer.couple, written_on=viewer.today)
    if landing.written_on != viewer.today:
        raise DayIsOverError
    viewer.seal(landing, to_words(words), readers=Readers.BOTH)
    landing.save()


@transaction.atomic
def remove_landing(*, viewer: Viewer, row: Appreciation) -> None:
    unwrap_and_delete(Landing.objects.filter(thank_you=row, owner=viewer.user))


@transaction.atomic
def keep_draft(*, viewer: Viewer, words: ThankYouWords) -> None:
    """Keep unsent words; empty ones let the draft go."""
    take_own_turn(viewer.user)
    kept, plain = Draft.objects.filter(owner=viewer.user), to_words(words)
    if not plain:
        kept.delete()
        return
    row = kept.first() or Draft(couple=viewer.couple)
    viewer.seal(row, plain, readers=Readers.SELF)
    row.save()


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete all that a person wrote here; the wraps go first."""
    Landing.objects.filter(thank_you__owner=user).update(for_owner=None, for_couple=None)
    for written in (Landing, Draft, Appreciation):
        unwrap_and_delete(written.objects.filter(owner=user))
