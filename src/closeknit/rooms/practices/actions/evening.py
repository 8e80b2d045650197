"""Doing a practice: one step at a time, and only after a clear yes where it needs one."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from closeknit.domain.library import Practice
from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.reveal import (
    open_together,
    renew_escrow,
    words_under_escrow,
)
from closeknit.rooms.people.actions.rows import (
    delete_in_batches,
    take_own_turn,
    take_turn,
    unwrap_and_delete,
)
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.viewer import Viewer, Words
from closeknit.rooms.practices.models import Consent, PracticePlace
from closeknit.rooms.practices.rules.doing import StepReached, place_to_words


@transaction.atomic
def go_to_step(*, viewer: Viewer, practice: Practice, step: int, is_alone: bool) -> None:
    """Keep where the viewer is, for them alone; coming again to the same step changes nothing."""
    take_own_turn(viewer.user)
    row = PracticePlace.objects.filter(owner=viewer.user).first()
    row = row or PracticePlace(couple=viewer.couple)
    before = viewer.open(row) if row.sealed else None
    place = StepReached(
        slug=practice.id,
        edition=practice.edition,
        step=min(max(step, 1), len(practice.steps)),
        came_at=viewer.now.isoformat(),
        is_alone=is_alone,
    )
    plain = place_to_words(place)
    if before is not None and {**before, "came_at": ""} == {**plain, "came_at": ""}:
        return
    viewer.seal(row, plain, readers=Readers.SELF)
    row.save()


@transaction.atomic
def leave_practice(*, viewer: Viewer, slug: str) -> None:
    """Forget where the viewer was, if it was in this practice."""
    row = PracticePlace.objects.filter(owner=viewer.user).first()
    words = viewer.open(row) if row else None
    if row is not None and (words is None or words.get("slug") == slug):
        row.delete()


@transaction.atomic
def say_yes(*, viewer: Viewer, slug: str) -> None:
    """Seal a yes for tonight; with the other's yes to the same practice, both open at once."""
    take_turn(viewer)
    unwrap_and_delete(Consent.objects.filter(couple=viewer.couple, said_on__lt=viewer.today))
    mine = _own_yes(viewer, slug)
    if mine is None:
        mine = Consent(couple=viewer.couple, said_on=viewer.today)
        viewer.seal(mine, {"slug": slug}, readers=Readers.ESCROW)
        mine.save()
    else:
        renew_escrow(viewer=viewer, row=mine)
    _open_both(viewer, mine, slug)


@transaction.atomic
def stop_for_tonight(*, viewer: Viewer, slug: str) -> None:
    """Take a yes back, or stop: what both had agreed to ends for both, and nobody says why."""
    take_turn(viewer)
    leave_practice(viewer=viewer, slug=slug)
    mine = _own_yes(viewer, slug)
    if mine is None:
        return
    if mine.opened_on is not None:
        opened = _yeses_tonight(viewer).exclude(opened_on=None).exclude(owner=viewer.user)
        for row in opened:
            if _slug_of(viewer.open(row)) == slug:
                row.delete()
    mine.delete()


@transaction.atomic
def renew_escrows(*, viewer: Viewer) -> None:
    """Seal the viewer's waiting yeses again where the host lost the key of their escrows."""
    take_turn(viewer)
    for row in _yeses_tonight(viewer).filter(owner=viewer.user, escrow__isnull=False):
        if renew_escrow(viewer=viewer, row=row):
            _open_both(viewer, row, _slug_of(viewer.open(row)))


def forget_old_yeses(*, before: date) -> int:
    """Delete every yes of an earlier day, of all couples; the wraps go first, no key is needed."""
    return delete_in_batches(Consent.objects.filter(said_on__lt=before))


def destroy_unrevealed(*, couple: Couple) -> None:
    """Destroy what could still open a yes to the other; each author keeps their own."""
    Consent.objects.filter(couple=couple).update(escrow=None)


def _yeses_tonight(viewer: Viewer) -> QuerySet[Consent]:
    return Consent.objects.filter(couple=viewer.couple, said_on=viewer.today)


def _own_yes(viewer: Viewer, slug: str) -> Consent | None:
    rows = _yeses_tonight(viewer).filter(owner=viewer.user)
    return next((row for row in rows if _slug_of(viewer.open(row)) == slug), None)


def _open_both(viewer: Viewer, mine: Consent, slug: str) -> None:
    """Open the viewer's yes with the other's to the same practice; any other stays sealed."""
    waiting = _yeses_tonight(viewer).filter(opened_on=None).exclude(owner=viewer.user)
    for theirs in waiting:
        if _slug_of(words_under_escrow(viewer=viewer, row=theirs)) == slug:
            both = Consent.objects.filter(pk__in=[mine.pk, theirs.pk])
            open_together(viewer=viewer, rows=both)
            return


def _slug_of(words: Words | None) -> str:
    return (words or {}).get("slug", "")
