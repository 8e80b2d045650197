"""Who sits in which space, and with which keys."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, FilteredRelation, Q

from closeknit.domain.vault import (
    CoupleKeys,
    Keyring,
    VaultError,
    open_box,
    unlock_with_password,
    unlock_with_umk,
)
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.models import (
    CoupleKey,
    Membership,
    User,
)
from closeknit.rooms.people.models import Keyring as KeyringRow
from closeknit.rooms.people.viewer import Viewer

_SEATS_AND_KEYS = CompiledQuery(
    Membership.objects.filter(
        left_on=None, couple__memberships__user=Param("user"), couple__memberships__left_on=None
    )
    .annotate(
        mine=FilteredRelation("couple__keys", condition=Q(couple__keys__reader=Param("user"))),
        epoch=F("mine__epoch"),
        box=F("mine__box"),
        signer_id=F("mine__signer"),
    )
    .select_related("couple", "user__keyring")
)


def is_shared_with_anybody(*, user: User) -> bool:
    """Tell whether somebody else ever sat in a space with this person, and still is here."""
    spaces = Membership.objects.filter(user=user).values("couple")
    return Membership.objects.filter(couple__in=spaces).exclude(user=user).exists()


def keyring_by_root(*, user: User, root: bytes | None) -> Keyring | None:
    """Return the keyring, or None when this password signs in but does not open it."""
    row = keys_of(user)
    if root is None or row is None:
        return None
    try:
        return unlock_with_password(
            row.locked, user=user.pk, root=root, pepper=settings.HOST_SECRETS.pepper
        )
    except VaultError:
        return None


def keys_of(user: User) -> KeyringRow | None:
    """Return the row of a person's keys; None where it is gone."""
    return getattr(user, "keyring", None)


def viewer_of(*, user: User, umk: bytes, now: datetime) -> Viewer | None:
    """Return the person with their vault open, or None when they sit in no space.

    Raises VaultError when the master key does not open their keyring.
    """
    keyring = unlock_with_umk(user.keyring.locked, user=user.pk, umk=umk)
    seats = _SEATS_AND_KEYS.all(user=user.pk)
    mine, partner = _mine_and_partners(seats, user=user)
    if mine is None:
        return None
    boxes = [each for each in seats if each.user_id == user.pk]
    return _viewer(mine, partner=partner, user=user, keyring=keyring, boxes=boxes, now=now)


def past_viewers(*, user: User, keyring: Keyring, now: datetime) -> list[Viewer]:
    """Return a view into each closed space whose keys the person still holds."""
    seats = Membership.objects.filter(user=user).exclude(left_on=None).select_related("couple")
    return [
        _viewer(
            seat,
            partner=_other_seat(seat),
            user=user,
            keyring=keyring,
            boxes=CoupleKey.objects.filter(couple=seat.couple, reader=user),
            now=now,
        )
        for seat in seats.order_by("joined_on")
    ]


def seats_of(*, user: User) -> tuple[Membership | None, Membership | None]:
    """Return the person's own seat and their partner's, in one query."""
    return _mine_and_partners(_SEATS_AND_KEYS.all(user=user.pk), user=user)


def _other_seat(seat: Membership) -> Membership | None:
    others = Membership.objects.filter(couple=seat.couple).exclude(pk=seat.pk)
    return others.select_related("user__keyring").first()


def _mine_and_partners(
    seats: Sequence[Membership], *, user: User
) -> tuple[Membership | None, Membership | None]:
    """Tell the seats apart; each comes once for every epoch's key."""
    mine = next((seat for seat in seats if seat.user_id == user.pk), None)
    partner = next((seat for seat in seats if seat.user_id != user.pk), None)
    return mine, partner


def _viewer(  # noqa: PLR0913  each part of a viewer by its name
    mine: Membership,
    *,
    partner: Membership | None,
    user: User,
    keyring: Keyring,
    boxes: Iterable[Any],
    now: datetime,
) -> Viewer:
    keys = CoupleKeys(
        couple=mine.couple_id,
        by_epoch=_opened(boxes, user=user, keyring=keyring),
        current=mine.couple.epoch,
    )
    return Viewer(
        user=user,
        membership=mine,
        partner_membership=partner,
        keyring=keyring,
        couple_keys=keys,
        now=now,
    )


def _opened(boxes: Iterable[Any], *, user: User, keyring: Keyring) -> dict[int, bytes]:
    """Open what rows hold in `couple_id`, `epoch`, `box` and `signer_id`, as far as it opens."""
    opened = {}
    for row in boxes:
        if row.box is None:
            continue
        try:
            opened[row.epoch] = open_box(
                bytes(row.box),
                keyring=keyring,
                reader_id=user.pk,
                couple=row.couple_id,
                epoch=row.epoch,
                signer_id=row.signer_id,
            )
        except VaultError:
            continue
    return opened
