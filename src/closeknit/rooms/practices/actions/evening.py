"""Doing a practice: one step at a time, and only after a clear yes where it needs one."""

from copy import copy
from datetime import date

from django.db import IntegrityError, transaction

from closeknit.domain.library import Practice
from closeknit.domain.vault import Readers, VaultError
from closeknit.rooms.people.actions.rows import unwrap_and_delete
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices.models import Consent, PracticePlace
from closeknit.rooms.practices.rules.doing import Place, place_to_plain


@transaction.atomic
def go_to_step(*, viewer: Viewer, practice: Practice, step: int, is_alone: bool) -> None:
    """Keep where the viewer is, for them alone; coming again to the same step changes nothing."""
    row = PracticePlace.objects.filter(owner=viewer.user).first()
    row = row or PracticePlace(couple=viewer.couple)
    before = viewer.open(row) if row.sealed else None
    place = Place(
        slug=practice.id,
        edition=practice.edition,
        step=min(max(step, 1), len(practice.steps)),
        came_at=viewer.now.isoformat(),
        is_alone=is_alone,
    )
    plain = place_to_plain(place)
    if before is not None and {**before, "came_at": ""} == {**plain, "came_at": ""}:
        return
    viewer.seal(row, plain, readers=Readers.SELF)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same tap arrived twice at once
        return


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
    Couple.objects.select_for_update().get(pk=viewer.couple.pk)
    Consent.objects.filter(couple=viewer.couple, on__lt=viewer.today).delete()
    mine = _own_yes(viewer, slug)
    if mine is None:
        mine = Consent(couple=viewer.couple, on=viewer.today)
        mine.escrow = viewer.seal(mine, {"slug": slug}, readers=Readers.ESCROW)
        mine.save()
    theirs = _others_yes(viewer, slug)
    if theirs is None or mine.opened_on is not None or mine.escrow is None:
        return
    viewer.release(mine, bytes(mine.escrow))
    for row in (mine, theirs):
        row.escrow, row.opened_on = None, viewer.today
        row.save()


@transaction.atomic
def stop_for_tonight(*, viewer: Viewer, slug: str) -> None:
    """Take a yes back, or stop: what both had agreed to ends for both, and nobody says why."""
    leave_practice(viewer=viewer, slug=slug)
    mine = _own_yes(viewer, slug)
    if mine is None:
        return
    if mine.opened_on is not None:
        opened = Consent.objects.filter(couple=viewer.couple, on=viewer.today)
        for row in opened.exclude(opened_on=None).exclude(owner=viewer.user):
            if (viewer.open(row) or {}).get("slug") == slug:
                row.delete()
    mine.delete()


@transaction.atomic
def forget_old_yeses(*, before: date) -> None:
    """Delete every yes of an earlier day, of all couples; the wraps go first, no key is needed."""
    unwrap_and_delete(Consent.objects.filter(on__lt=before))


def _own_yes(viewer: Viewer, slug: str) -> Consent | None:
    rows = Consent.objects.filter(couple=viewer.couple, on=viewer.today, owner=viewer.user)
    return next((row for row in rows if (viewer.open(row) or {}).get("slug") == slug), None)


def _others_yes(viewer: Viewer, slug: str) -> Consent | None:
    """Find the other's waiting yes to the same practice; one to another practice stays sealed."""
    waiting = Consent.objects.filter(couple=viewer.couple, on=viewer.today, opened_on=None)
    for row in waiting.exclude(owner=viewer.user):
        tried = copy(row)
        try:
            viewer.release(tried, bytes(tried.escrow or b""))
        except VaultError:  # the host lost its escrow key; a yes is quickly said again
            continue
        if (viewer.open(tried) or {}).get("slug") == slug:
            return tried
    return None
