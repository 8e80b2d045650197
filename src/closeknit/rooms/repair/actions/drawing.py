"""Filling one's half of a loop, showing it, and opening both at once."""

from django.db import IntegrityError, transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.reveal import open_together, renew_escrow
from closeknit.rooms.people.actions.rows import unwrap_and_delete
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Draft, Half, Loop
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.words import to_plain


@transaction.atomic
def keep_half(*, viewer: Viewer, words: HalfWords) -> Loop:
    """Seal the viewer's half of the loop that stands open, and open both when both are there.

    Alone in the space it is kept for its author only, and put in by keeping it again.
    """
    loop = _open_loop(viewer)
    mine = Half.objects.filter(loop=loop, owner=viewer.user).first() or Half(loop=loop)
    mine.couple = viewer.couple
    if mine.opened_on is not None:
        readers = Readers.BOTH
    else:
        readers = Readers.ESCROW if viewer.is_paired else Readers.SELF
    viewer.seal(mine, to_plain(words), readers=readers)
    mine.save()
    Draft.objects.filter(owner=viewer.user, tool=Tool.LOOP).delete()
    _open_both(viewer, loop)
    return loop


@transaction.atomic
def show_half(*, viewer: Viewer, loop: Loop) -> None:
    """Hand one's own half over before the other's is there; done twice, it is done once."""
    locked = _locked(loop)
    mine = Half.objects.filter(loop=loop, owner=viewer.user).first()
    words = viewer.open(mine) if mine and mine.opened_on is None else None
    if locked is None or mine is None or words is None:
        return
    mine.opened_on = viewer.today
    viewer.seal(mine, words, readers=Readers.BOTH)
    mine.save()
    _open_both(viewer, locked)


@transaction.atomic
def remove_half(*, viewer: Viewer, loop: Loop) -> None:
    """Delete one's own half, the wraps first; a loop without halves goes with it."""
    _locked(loop)
    unwrap_and_delete(Half.objects.filter(loop=loop, owner=viewer.user))
    if not Half.objects.filter(loop=loop).exists():
        Loop.objects.filter(pk=loop.pk).delete()


def destroy_unrevealed(*, couple: Couple) -> None:
    """Destroy what could still open a half to the other; each author keeps their own."""
    Half.objects.filter(couple=couple).update(escrow=None)


@transaction.atomic
def renew_escrows(*, viewer: Viewer) -> None:
    """Seal the viewer's waiting half anew where the host lost the key of its escrow."""
    loop = Loop.objects.select_for_update().filter(couple=viewer.couple, opened_on=None).first()
    mine = Half.objects.filter(loop=loop, owner=viewer.user).first() if loop else None
    if loop and mine and renew_escrow(viewer=viewer, row=mine):
        _open_both(viewer, loop)


def _open_loop(viewer: Viewer) -> Loop:
    """Return the couple's open loop, locked; the first half begins one."""
    standing = Loop.objects.select_for_update().filter(couple=viewer.couple, opened_on=None)
    found = standing.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Loop.objects.create(couple=viewer.couple, begun_on=viewer.today)
    except IntegrityError:  # the other began it in the same instant
        return standing.get()


def _locked(loop: Loop) -> Loop | None:
    """Lock a loop, so that one of the two acts on it at a time; None when it is gone."""
    return Loop.objects.select_for_update().filter(pk=loop.pk).first()


def _open_both(viewer: Viewer, loop: Loop) -> None:
    """Open what is still sealed once two halves are in; the loop is locked, so it happens once."""
    if open_together(viewer=viewer, rows=Half.objects.filter(loop=loop)):
        loop.opened_on = viewer.today
        loop.save(update_fields=["opened_on"])
