"""The constant cast: Alice and Bob are a couple, Charlie is a stranger, Dana is an ex."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.test import Client

from closeknit.domain.vault import Keyring, unlock_with_password
from closeknit.rooms.people.actions.accounts import create_account, open_space
from closeknit.rooms.people.actions.pairing import (
    accept_invitation,
    confirm_partner,
    find_invitation,
    invite,
)
from closeknit.rooms.people.actions.passwords import stretch_new
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import viewer_of
from closeknit.rooms.people.viewer import Viewer

ZONE = "Europe/Berlin"
FIRST_EVENING = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)  # 20:00 in Berlin, a Monday


@dataclass
class Clock:
    """The instant every request and action is told."""

    now: datetime = FIRST_EVENING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> datetime:
        self.now += timedelta(**step)
        return self.now


@dataclass
class Person:
    """A member of the cast, with a password and a browser of their own."""

    name: str
    clock: Clock
    user: User
    client: Client = field(default_factory=Client)

    @property
    def password(self) -> str:
        return f"a quiet {self.name.lower()} evening"

    @property
    def keyring(self) -> Keyring:
        user = User.objects.select_related("keyring").get(pk=self.user.pk)
        root = check_password(user=user, password=self.password)
        return unlock_with_password(
            user.keyring.locked, user=user.pk, root=root, pepper=settings.HOST_SECRETS.pepper
        )

    def viewer(self) -> Viewer:
        """Return the person's unlocked view at the clock's instant."""
        user = User.objects.select_related("keyring").get(pk=self.user.pk)
        viewer = viewer_of(user=user, umk=self.keyring.umk, now=self.clock.now)
        assert viewer is not None
        if viewer.partner_membership and not viewer.partner_membership.is_confirmed:
            return confirm_partner(viewer=viewer)
        return viewer

    def sign_in(self, *, own_device: bool = True) -> Client:
        """Sign in through the page, as a person would; the client keeps the cookies."""
        response = self.client.post(
            "/sign-in/",
            {
                "login": self.name.lower(),
                "password": self.password,
                "kind": "own" if own_device else "shared",
            },
        )
        assert response.status_code == 302, response.content
        return self.client


def arrive(name: str, clock: Clock, *, alone: bool = True) -> Person:
    """Make a person by the actions that the pages call."""
    password = stretch_new(f"a quiet {name.lower()} evening")
    account = create_account(name=name, password=password, now=clock.now)
    if alone:
        open_space(user=account.user, keyring=account.keyring, zone=ZONE, now=clock.now)
    return Person(name=name, clock=clock, user=account.user)


def pair(inviter: Person, invited: Person) -> None:
    """Pair two people by a real invitation; the inviter confirms at their next look."""
    secret = invite(viewer=inviter.viewer())
    invitation, opened = find_invitation(secret=secret, now=inviter.clock.now)
    accept_invitation(
        invitation=invitation,
        opened=opened,
        user=invited.user,
        keyring=invited.keyring,
        now=invited.clock.now,
    )
    inviter.viewer()
