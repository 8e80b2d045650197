import pytest
from cast import ZONE, Person

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.accounts import open_space
from closeknit.rooms.people.actions.pairing import (
    InvitationIsClosedError,
    accept_invitation,
    find_invitation,
    invite,
    revoke_invitation,
)
from closeknit.rooms.people.models import CoupleKey, Invitation, Membership, Preferences


def test_both_open_what_either_seals_for_two(couple):
    alice, bob = couple
    row = Preferences()

    alice.viewer().seal(row, {"text": "for both"}, readers=Readers.BOTH)

    assert bob.viewer().open(row) == {"text": "for both"}
    assert alice.viewer().open(row) == {"text": "for both"}


def test_a_private_row_opens_for_its_owner_alone(couple):
    alice, bob = couple
    row = Preferences()

    alice.viewer().seal(row, {"text": "mine"}, readers=Readers.SELF)

    assert alice.viewer().open(row) == {"text": "mine"}
    assert bob.viewer().open(row) is None


def test_an_invitation_works_once(alice: Person, bob: Person, charlie: Person, clock):
    secret = invite(viewer=alice.viewer())
    invitation, opened = find_invitation(secret=secret, now=clock.now)
    accept_invitation(
        invitation=invitation, opened=opened, user=bob.user, keyring=bob.keyring, now=clock.now
    )

    with pytest.raises(InvitationIsClosedError):
        accept_invitation(
            invitation=invitation,
            opened=opened,
            user=charlie.user,
            keyring=charlie.keyring,
            now=clock.now,
        )


def test_an_invitation_ends_after_48_hours(alice: Person, clock):
    secret = invite(viewer=alice.viewer())

    clock.forward(hours=48)

    with pytest.raises(InvitationIsClosedError):
        find_invitation(secret=secret, now=clock.now)


def test_a_revoked_invitation_opens_nothing_and_a_new_epoch_begins(alice: Person, clock):
    secret = invite(viewer=alice.viewer())

    revoke_invitation(viewer=alice.viewer())

    with pytest.raises(InvitationIsClosedError):
        find_invitation(secret=secret, now=clock.now)
    assert alice.viewer().couple_keys.current == 2
    assert set(alice.viewer().couple_keys.by_epoch) == {1, 2}


def test_a_forged_answer_stays_unconfirmed(alice: Person, bob: Person, clock):
    secret = invite(viewer=alice.viewer())
    invitation, opened = find_invitation(secret=secret, now=clock.now)
    accept_invitation(
        invitation=invitation, opened=opened, user=bob.user, keyring=bob.keyring, now=clock.now
    )
    type(invitation).objects.filter(pk=invitation.pk).update(answer=bytes(32))

    viewer = alice.viewer()

    assert not viewer.partner_membership.is_confirmed
    assert bob.user.pk not in viewer.keyring.pins
    assert Membership.objects.get(user=bob.user).is_confirmed is False


def accept(person: Person, secret: str) -> Membership:
    invitation, opened = find_invitation(secret=secret, now=person.clock.now)
    return accept_invitation(
        invitation=invitation,
        opened=opened,
        user=person.user,
        keyring=person.keyring,
        now=person.clock.now,
    )


def test_h6_an_invitation_ends_when_its_inviter_moves_in_with_another(alice, bob, charlie, clock):
    secret = invite(viewer=alice.viewer())
    open_space(user=bob.user, keyring=bob.keyring, zone=ZONE, now=clock.now)
    accept(alice, invite(viewer=bob.viewer()))
    browser = charlie.sign_in()

    browser.get(f"/join/{secret.replace(' ', '-')}/")
    shown, tried = browser.get("/join/"), browser.post("/join/")

    assert shown.status_code == tried.status_code == 404
    assert charlie.viewer().partner is None
    assert (
        not CoupleKey.objects.filter(reader=charlie.user)
        .exclude(couple=charlie.viewer().couple)
        .exists()
    )
    with pytest.raises(InvitationIsClosedError):
        find_invitation(secret=secret, now=clock.now)


def test_h6_an_invitation_opened_before_its_inviter_moved_lets_nobody_in(
    alice, bob, charlie, clock
):
    invitation, opened = find_invitation(secret=invite(viewer=alice.viewer()), now=clock.now)
    open_space(user=bob.user, keyring=bob.keyring, zone=ZONE, now=clock.now)
    accept(alice, invite(viewer=bob.viewer()))
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=None)  # only the seat says no

    with pytest.raises(InvitationIsClosedError):
        accept_invitation(
            invitation=invitation,
            opened=opened,
            user=charlie.user,
            keyring=charlie.keyring,
            now=clock.now,
        )


def test_of_two_who_invited_each_other_the_first_to_answer_decides(alice, charlie, clock):
    hers, his = invite(viewer=alice.viewer()), invite(viewer=charlie.viewer())

    accept(alice, his)

    with pytest.raises(InvitationIsClosedError):
        accept(charlie, hers)
    assert alice.viewer().partner == charlie.user


def test_somebody_in_a_couple_moves_in_with_nobody_else(couple, charlie, clock):
    _alice, bob = couple
    secret = invite(viewer=charlie.viewer())

    with pytest.raises(InvitationIsClosedError):
        accept(bob, secret)


def test_whoever_has_moved_on_makes_no_invitation_from_a_page_that_was_open(alice, charlie, clock):
    stale = alice.viewer()
    accept(alice, invite(viewer=charlie.viewer()))

    with pytest.raises(InvitationIsClosedError):
        invite(viewer=stale)
