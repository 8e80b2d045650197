"""Sealing one's own rows again in the present format, a few at each act of one's own.

A row in the first version of the format says nowhere inside what it belongs to. Sealing it again
writes down what the database says today: that day's database is trusted, and from then on a changed
foreign key or date shows as damage. Rows of closed spaces stay as they are.

Once none is left, the author's keyring notes it and their seat says so, signed, to the other: an
old copy that is put back is then refused by both. What is written from then on stands under a new
own key, so that a keyring put back from before the note opens none of it, and that shows.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from closeknit.domain.vault import FIRST_VERSION, VERSION, Authorship, sign_resealed
from closeknit.rooms.people.actions.pairing import change_keyring
from closeknit.rooms.people.models import Keyring, Membership, SealedRow
from closeknit.rooms.people.viewer import Viewer

AT_MOST = 50
DOES_NOT_OPEN = 0  # in place of a version, so that damage is not tried at each act


def sealed_tables() -> Iterator[type[SealedRow]]:
    """Yield every table whose rows are sealed, whichever room it stands in."""
    for model in apps.get_models():
        if issubclass(model, SealedRow):
            yield model


@transaction.atomic
def reseal_own_rows(*, viewer: Viewer, at_most: int = AT_MOST) -> Viewer:
    """Bring at most so many of the viewer's rows to the present format, all of them or none."""
    if not viewer.keyring.own_keys:
        viewer = change_keyring(viewer=viewer, change=lambda ring: ring.with_new_own_key())
    left = at_most
    for model in sealed_tables():
        left -= _reseal_table(model, viewer=viewer, at_most=left)
        if not left:
            return viewer
    Keyring.objects.filter(user=viewer.user).update(rows_version=VERSION)
    return _note_resealed(viewer)


def note_partners_resealing(*, viewer: Viewer) -> Viewer:
    """Note the partner's signed word in the viewer's keyring, where nobody takes it out again."""
    seat = viewer.partner_membership
    if seat is None or not seat.resealed:
        return viewer
    theirs = (seat.user_id, seat.couple_id)
    if theirs in viewer.keyring.resealed or not viewer.has_partner_resealed:
        return viewer
    return change_keyring(viewer=viewer, change=lambda ring: ring.with_resealed(theirs))


def _note_resealed(viewer: Viewer) -> Viewer:
    """Note that no row of the first version is left; of a space only with all of its keys."""
    author, space = viewer.user.pk, viewer.couple.pk
    written: list[Authorship] = [(author, None)]
    if viewer.couple_keys.is_whole:
        written.append((author, space))
        word = sign_resealed(author=viewer.keyring, author_id=author, space=space)
        Membership.objects.filter(pk=viewer.membership.pk).update(resealed=word)
    return change_keyring(
        viewer=viewer, change=lambda ring: ring.with_new_own_key().with_resealed(*written)
    )


def _reseal_table(model: type[SealedRow], *, viewer: Viewer, at_most: int) -> int:
    rows = (
        model._default_manager.select_for_update(of=("self",))  # noqa: SLF001  Django's documented handle
        .select_related(*model.BELONGS_THROUGH or (None,))
        .filter(Q(couple=viewer.couple) | Q(couple=None))
        .filter(owner=viewer.user, sealed_version=FIRST_VERSION)[:at_most]
    )
    for row in rows:
        if not viewer.reseal(row):
            row.sealed_version = DOES_NOT_OPEN
        row.save()
    return len(rows)
