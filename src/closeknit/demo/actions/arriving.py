"""The two arrive on the first evening, and come in again by their password."""

from datetime import datetime

from closeknit.demo.actions.playing import Players, account_of
from closeknit.demo.rules import Story, StoryError, Who
from closeknit.domain.vault import new_recovery_code
from closeknit.rooms.people.actions.accounts import NewAccount, create_account, open_space
from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.actions.pairing import (
    accept_invitation,
    confirm_partner,
    find_invitation,
    invite,
)
from closeknit.rooms.people.actions.passwords import stretch_new
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.queries import keyring_by_root
from closeknit.rooms.people.rules import FIRST_EVENINGS, Choices

PASSWORD = "an evening made up"  # noqa: S105  the made-up couple's, shown on their first page


def begin(*, story: Story) -> Players:
    """Bring both in on the first evening: Sarah opens the space and invites Mark."""
    now = story.begins(0)
    sarah, mark = (
        create_account(
            name=story.names[who],
            password=stretch_new(PASSWORD),
            now=now,
            is_host=who is Who.SARAH,
        )
        for who in Who
    )
    open_space(user=sarah.user, keyring=sarah.keyring, zone=story.zone, now=now)
    players = Players({Who.SARAH: sarah.keyring.umk, Who.MARK: mark.keyring.umk})
    _pair(players, mark=mark, now=now)
    for who in Who:
        viewer = players.viewer(who, now=now)
        keep_choices(viewer=viewer, choices=Choices(evenings=FIRST_EVENINGS))
        set_recovery_code(user=viewer.user, keyring=viewer.keyring, code=new_recovery_code())
    return players


def unlocked_players() -> Players:
    """Open both vaults by the made-up password; about a tenth of a second each."""
    master_keys = {}
    for who in Who:
        user = account_of(who)
        root = check_password(user=user, password=PASSWORD)
        keyring = keyring_by_root(user=user, root=root)
        if keyring is None:
            raise StoryError(f"{who} has another password now")
        master_keys[who] = keyring.umk
    return Players(master_keys)


def _pair(players: Players, *, mark: NewAccount, now: datetime) -> None:
    secret = invite(viewer=players.viewer(Who.SARAH, now=now))
    invitation, opened = find_invitation(secret=secret, now=now)
    accept_invitation(
        invitation=invitation, opened=opened, user=mark.user, keyring=mark.keyring, now=now
    )
    confirm_partner(viewer=players.viewer(Who.SARAH, now=now))
