"""Two people in one space: invite, accept, confirm, revoke."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from closeknit.domain.vault import (
    InvitationLock,
    Keyring,
    OpenInvitation,
    PublicKeys,
    VaultError,
    answer_mac,
    check_answer,
    invitation_lookup,
    lock_invitation,
    new_couple_key,
    new_invitation_secret,
    open_invitation,
    parse_invitation,
    reseal,
    unlock_with_umk,
)
from closeknit.rooms.people.actions.accounts import store_couple_key
from closeknit.rooms.people.actions.rows import take_turn
from closeknit.rooms.people.models import ArchivedAccount, Couple, Invitation, Membership, User
from closeknit.rooms.people.models import Keyring as KeyringRow
from closeknit.rooms.people.queries import keys_of
from closeknit.rooms.people.rules import INVITATION_ENDS_WITHIN, INVITATION_LASTS
from closeknit.rooms.people.viewer import Viewer


class InvitationIsClosedError(Exception):
    """The invitation was used, taken back, has run out, or never was."""


def invite(*, viewer: Viewer, key: UUID | None = None) -> str:
    """Make the one open invitation to the viewer's space, under the id `key`; return its secret.

    Sent again, it is the same invitation, and an empty secret when that was used or closed. One
    Argon2 run, before the transaction.
    """
    if viewer.is_paired:
        raise InvitationIsClosedError
    invitation_id, secret = key or uuid4(), new_invitation_secret()
    lock = lock_invitation(
        secret,
        invitation=invitation_id,
        couple=viewer.couple.pk,
        keys=viewer.couple_keys.by_epoch,
        inviter=viewer.user.pk,
        inviter_keys=viewer.keyring.public,
    )
    with transaction.atomic():
        take_turn(viewer)
        if not Couple.objects.filter(pk=viewer.couple.pk, epoch=viewer.couple.epoch).exists():
            return ""  # taken back meanwhile: these keys open nothing of what is written now
        if Invitation.objects.filter(pk=invitation_id).exists():
            return viewer.keyring.invitations.get(invitation_id, "")
        if _people_in(viewer.couple.pk) != {viewer.user.pk}:
            raise InvitationIsClosedError
        take_back_invitations(viewer=viewer)
        _store_invitation(viewer=viewer, key=invitation_id, lock=lock)
        change_keyring(
            viewer=viewer, change=lambda ring: ring.with_invitation(invitation_id, secret)
        )
    return secret


def take_back_invitations(*, viewer: Viewer) -> bool:
    """Close the viewer's open invitations; what they open is deleted with them."""
    return bool(
        Invitation.objects.filter(couple=viewer.couple, accepted_by=None, revoked_at=None).update(
            revoked_at=viewer.now
        )
    )


@transaction.atomic
def revoke_invitation(*, viewer: Viewer) -> None:
    """Take the invitation back; from now on a new epoch's key seals what is written."""
    _hold_spaces(viewer.couple.pk)
    if not take_back_invitations(viewer=viewer):
        return
    couple = Couple.objects.get(pk=viewer.couple.pk)
    couple.epoch += 1
    couple.save(update_fields=["epoch"])
    store_couple_key(
        couple=couple,
        epoch=couple.epoch,
        key=new_couple_key(),
        user=viewer.user,
        keyring=viewer.keyring,
    )


def find_invitation(*, secret: str, now: datetime) -> tuple[Invitation, OpenInvitation]:
    """Open the invitation that a secret names; one Argon2 run.

    Raises ValueError when it is malformed and InvitationIsClosedError when nothing opens.
    """
    lookup = invitation_lookup(parse_invitation(secret).code)
    invitation = (
        Invitation.objects.select_related("couple", "inviter")
        .filter(lookup=lookup, accepted_by=None, revoked_at=None, ends_at__gt=now)
        .filter(ends_at__lte=now + INVITATION_ENDS_WITHIN)
        .filter(couple__closed_on=None, inviter__archived=None)
        .filter(couple__memberships__user=F("inviter"), couple__memberships__left_on=None)
        .first()
    )
    if invitation is None:
        raise InvitationIsClosedError
    try:
        opened = open_invitation(
            secret,
            invitation.lock,
            invitation=invitation.pk,
            couple=invitation.couple_id,
            inviter=invitation.inviter_id,
        )
    except VaultError:
        raise InvitationIsClosedError from None
    return invitation, opened


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, opened: OpenInvitation, user: User, keyring: Keyring, now: datetime
) -> Membership:
    """Seat the second person, pin the inviter, and answer with one's own keys under a MAC.

    Both must sit alone: the inviter in the space they invited to, whoever comes in one of their
    own, whose open invitations end here. Raises InvitationIsClosedError.
    """
    _hold_spaces(invitation.couple_id, *_spaces_of(user))
    is_alone = all(_people_in(space) == {user.pk} for space in _spaces_of(user))
    is_kept = not ArchivedAccount.objects.filter(user=invitation.inviter_id).exists()
    if not (is_alone and is_kept and _people_in(invitation.couple_id) == {invitation.inviter_id}):
        raise InvitationIsClosedError
    answer = answer_mac(opened.mac_key, invitation=invitation.pk, user=user.pk, keys=keyring.public)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_by=None, revoked_at=None).update(
        accepted_by=user, answer=answer
    )
    if not taken or invitation.inviter_id == user.pk:
        raise InvitationIsClosedError
    Invitation.objects.filter(inviter=user, accepted_by=None, revoked_at=None).update(
        revoked_at=now
    )
    couple = invitation.couple
    today = couple.day_at(now)
    Membership.objects.filter(user=user, left_on=None).update(left_on=today)
    for epoch, key in opened.keys.items():
        store_couple_key(couple=couple, epoch=epoch, key=key, user=user, keyring=keyring)
    _pin(user=user, umk=keyring.umk, person=invitation.inviter, keys=opened.inviter_keys)
    Couple.objects.filter(pk=couple.pk).update(paired_on=today)
    return Membership.objects.create(
        couple=couple, user=user, seat=2, joined_on=today, is_confirmed=False
    )


def confirm_partner(*, viewer: Viewer) -> Viewer:
    """Check the second person's answer and pin their keys; refuse a forged one. One Argon2 run."""
    invitation = Invitation.objects.filter(
        couple=viewer.couple, inviter=viewer.user, accepted_by=viewer.partner
    ).first()
    partner = viewer.partner_membership
    if invitation is None or partner is None:
        return viewer
    row = keys_of(partner.user)
    if row is None:
        return viewer
    keys = row.locked.public
    secret = viewer.keyring.invitations.get(invitation.pk, "")
    try:
        check_answer(
            secret,
            invitation.lock,
            invitation=invitation.pk,
            user=partner.user_id,
            keys=keys,
            mac=bytes(invitation.answer),
        )
    except VaultError:
        return viewer
    with transaction.atomic():
        Membership.objects.filter(pk=partner.pk).update(is_confirmed=True)
        partner.is_confirmed = True
        return change_keyring(
            viewer=viewer,
            change=lambda ring: ring.with_pin(partner.user_id, keys).without_invitation(
                invitation.pk
            ),
        )


@transaction.atomic
def change_keyring(*, viewer: Viewer, change: Callable[[Keyring], Keyring]) -> Viewer:
    """Apply a change to the stored keyring, not to a stale copy of it."""
    changed = _change_stored(user=viewer.user, umk=viewer.keyring.umk, change=change)
    return viewer.with_keyring(changed)


def _store_invitation(*, viewer: Viewer, key: UUID, lock: InvitationLock) -> None:
    Invitation.objects.create(
        id=key,
        couple=viewer.couple,
        inviter=viewer.user,
        lookup=lock.lookup,
        salt=lock.salt,
        sealed=lock.sealed,
        created_at=viewer.now,
        ends_at=viewer.now + INVITATION_LASTS,
    )


def _hold_spaces(*spaces: UUID) -> None:
    """Let nobody else move in or out of these spaces meanwhile; always in the same order."""
    held = Couple.objects.select_for_update(no_key=True).filter(pk__in=spaces).order_by("pk")
    list(held.values_list("pk", flat=True))


def _spaces_of(user: User) -> list[UUID]:
    return list(Membership.objects.filter(user=user, left_on=None).values_list("couple", flat=True))


def _people_in(space: UUID) -> set[UUID]:
    seats = Membership.objects.filter(couple=space, left_on=None)
    return set(seats.values_list("user", flat=True))


def _pin(*, user: User, umk: bytes, person: User, keys: PublicKeys) -> None:
    _change_stored(user=user, umk=umk, change=lambda ring: ring.with_pin(person.pk, keys))


def _change_stored(*, user: User, umk: bytes, change: Callable[[Keyring], Keyring]) -> Keyring:
    row = KeyringRow.objects.select_for_update().get(user=user)
    changed = change(unlock_with_umk(row.locked, user=user.pk, umk=umk))
    row.locked = reseal(changed, row.locked, user=user.pk)
    row.save()
    user.keyring = row
    return changed
