"""Filling one's half of a loop, showing it, and opening both at once."""

from uuid import UUID, uuid4

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.reveal import open_together, renew_escrow
from closeknit.rooms.people.actions.rows import take_turn, unwrap_and_delete
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Draft, Loop, LoopHalf
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.words import to_words


@transaction.atomic
def keep_half(*, viewer: Viewer, words: HalfWords, key: UUID | None = None) -> Loop:
    """Seal the viewer's half of the loop that stands open, and open both when both are there.

    `key` is the id of a new half: sent again once its loop has opened, it changes nothing. Alone
    in the space a half is kept for its author only, and put in by keeping it again.
    """
    key = key or uuid4()
    take_turn(viewer)
    known = LoopHalf.objects.filter(pk=key).select_related("loop").first()
    if known and known.owner_id == viewer.user.pk and known.loop.opened_on is not None:
        return known.loop
    loop = _open_loop(viewer)
    mine = LoopHalf.objects.filter(loop=loop, owner=viewer.user).first()
    mine = mine or LoopHalf(id=uuid4() if known else key, loop=loop)
    is_open = viewer.is_open_to_both(mine)
    mine.couple = viewer.couple
    if not is_open:
        mine.opened_on = None
    alone = Readers.ESCROW if viewer.is_paired else Readers.SELF
    readers = Readers.BOTH if is_open else alone
    viewer.seal(mine, to_words(words), readers=readers)
    mine.save()
    Draft.objects.filter(owner=viewer.user, tool=Tool.LOOP).delete()
    _open_both(viewer, loop)
    return loop


@transaction.atomic
def show_half(*, viewer: Viewer, loop: Loop) -> None:
    """Hand one's own half over before the other's is there; done twice, it is done once."""
    take_turn(viewer)
    mine = LoopHalf.objects.filter(loop=loop, owner=viewer.user).first()
    words = viewer.open(mine) if mine and mine.opened_on is None else None
    if mine is None or words is None:
        return
    mine.opened_on = viewer.today
    viewer.seal(mine, words, readers=Readers.BOTH)
    mine.save()
    _open_both(viewer, loop)


@transaction.atomic
def remove_half(*, viewer: Viewer, loop: Loop) -> None:
    """Delete one's own half, the wraps first.

    A loop that is not open stays, empty or not: its address would tell whether the other's half is
    there. One that both had opened goes with its last half.
    """
    take_turn(viewer)
    unwrap_and_delete(LoopHalf.objects.filter(loop=loop, owner=viewer.user))
    if not LoopHalf.objects.filter(loop=loop).exists():
        Loop.objects.filter(pk=loop.pk).exclude(opened_on=None).delete()


def destroy_unrevealed(*, couple: Couple) -> None:
    """Destroy what could still open a half to the other; each author keeps their own."""
    LoopHalf.objects.filter(couple=couple).update(escrow=None)


@transaction.atomic
def renew_escrows(*, viewer: Viewer) -> None:
    """Seal the viewer's waiting half again where the host lost the key of its escrow."""
    take_turn(viewer)
    waiting = LoopHalf.objects.filter(loop__opened_on=None, couple=viewer.couple, owner=viewer.user)
    for mine in waiting.select_related("loop"):
        if renew_escrow(viewer=viewer, row=mine):
            _open_both(viewer, mine.loop)


def _open_loop(viewer: Viewer) -> Loop:
    """Return the couple's open loop; the first half begins one."""
    standing = Loop.objects.filter(couple=viewer.couple, opened_on=None).first()
    return standing or Loop.objects.create(couple=viewer.couple, begun_on=viewer.today)


def _open_both(viewer: Viewer, loop: Loop) -> None:
    """Open what is still sealed once two halves are in."""
    if open_together(viewer=viewer, rows=LoopHalf.objects.filter(loop=loop)):
        loop.opened_on = viewer.today
        loop.save(update_fields=["opened_on"])
