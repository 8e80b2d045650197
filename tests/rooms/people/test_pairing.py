import pytest
from cast import Person

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.pairing import (
    InvitationIsClosedError,
    accept_invitation,
    find_invitation,
    invite,
    revoke_invitation,
)
from closeknit.rooms.people.models import Membership, Preferences


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
