"""What a viewer has set or opened for themselves."""

from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.hashers import escrow_key_id
from closeknit.rooms.people.models import (
    Invitation,
    Preferences,
)
from closeknit.rooms.people.rules import INVITATION_ENDS_WITHIN, Choices, choices_from_words
from closeknit.rooms.people.viewer import Viewer

_PREFERENCES = CompiledQuery(Preferences.objects.filter(owner=Param("owner")))


def open_invitation_of(*, viewer: Viewer) -> tuple[Invitation, str] | None:
    """Return the viewer's open invitation and its secret, which only their keyring holds."""
    invitation = Invitation.objects.filter(
        couple=viewer.couple,
        inviter=viewer.user,
        accepted_by=None,
        revoked_at=None,
        ends_at__gt=viewer.now,
        ends_at__lte=viewer.now + INVITATION_ENDS_WITHIN,
    ).first()
    if invitation is None or invitation.pk not in viewer.keyring.invitations:
        return None
    return invitation, viewer.keyring.invitations[invitation.pk]


def has_lost_escrows(*, viewer: Viewer) -> bool:
    """Tell whether what the viewer left waiting may stand under an escrow key that is gone."""
    return bytes(viewer.user.keyring.escrow_key_id) != escrow_key_id()


def choices_of(*, viewer: Viewer) -> Choices:
    """Return what the viewer set for themselves alone."""
    row = _PREFERENCES.first(owner=viewer.user.pk)
    return choices_from_words(viewer.open(row) if row else None)
