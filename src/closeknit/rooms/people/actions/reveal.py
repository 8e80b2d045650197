"""The one mutual reveal: what two people sealed opens for both in one act, or stays shut."""

from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from closeknit.domain.vault import Readers, VaultError
from closeknit.rooms.people.models import RevealedTogether
from closeknit.rooms.people.viewer import Viewer, Words


@transaction.atomic(savepoint=False)
def open_together(*, viewer: Viewer, rows: QuerySet[Any]) -> bool:
    """Open one row of each of the two for both; True once both are open, else nothing changed.

    The room's own rule has found that `rows` belong together; here they are locked and read again.
    One that its author showed before stays as it is. None opens when one is missing, or kept back,
    or waits under an escrow key that the host lost: its author's next Today seals it again.
    """
    standing: list[RevealedTogether] = list(
        rows.filter(couple=viewer.couple)
        .select_for_update(of=("self",))
        .select_related(*rows.model.BELONGS_THROUGH or (None,))
        .order_by("pk")
    )
    if not _is_one_of_each(viewer, standing):
        return False
    sealed = [row for row in standing if row.opened_on is None]
    try:
        for row in sealed:
            viewer.release(row)
    except VaultError:
        return False
    for row in sealed:
        row.opened_on = viewer.today
        row.save(update_fields=["for_couple", "escrow", "opened_on"])
    return True


def renew_escrow(*, viewer: Viewer, row: RevealedTogether) -> bool:
    """Seal a row of the viewer's again, and save it, where the host lost the key of its escrow."""
    words = viewer.open(row) if viewer.has_lost_escrow(row) else None
    if words is None:
        return False
    viewer.seal(row, words, readers=Readers.ESCROW)
    row.save()
    return True


def words_under_escrow(*, viewer: Viewer, row: RevealedTogether) -> Words | None:
    """Open a waiting row to compare what it is about, for a rule and never for a page."""
    tried = copy(row)
    try:
        viewer.release(tried)
    except VaultError:
        return None
    return viewer.open(tried)


def _is_one_of_each(viewer: Viewer, rows: list[RevealedTogether]) -> bool:
    seats = [viewer.membership, viewer.partner_membership]
    both = sorted(seat.user_id for seat in seats if seat is not None)
    return len(both) == len(seats) and sorted(row.owner_id for row in rows) == both
