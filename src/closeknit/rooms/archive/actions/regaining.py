"""When the password is lost: the recovery code, or a fresh start without it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from closeknit.domain.vault import RecoveryCode, VaultError
from closeknit.rooms import lifecycles
from closeknit.rooms.people.actions.accounts import NewAccount, open_space
from closeknit.rooms.people.actions.archiving import (
    bring_account_back,
    forget_archived_keys,
    start_fresh,
)
from closeknit.rooms.people.actions.passwords import (
    StretchedPassword,
    bring_keyring_back,
    reset_by_code,
)
from closeknit.rooms.people.models import ArchivedAccount, User
from closeknit.rooms.people.queries import (
    accounts_a_code_may_open,
    is_shared_with_anybody,
    people_called,
    seats_of,
)
from closeknit.rooms.people.rules import DEFAULT_ZONE


@dataclass(frozen=True)
class Recovered:
    """Whose recovery code it was, and the new one in its place."""

    user: User
    code: RecoveryCode


@transaction.atomic
def begin_again(*, user: User, password: StretchedPassword, now: datetime) -> NewAccount:
    """Start fresh in a space of one's own; all of the old stays as it is for 30 days.

    The old space stays open for the other until then: see `end_archived`.
    """
    seat = seats_of(user=user)[0]
    account = start_fresh(user=user, password=password, now=now)
    zone = seat.couple.zone_at(now) if seat else DEFAULT_ZONE
    open_space(user=account.user, keyring=account.keyring, zone=zone, now=now)
    return account


@transaction.atomic
def recover(
    *, name: str, code: RecoveryCode, password: StretchedPassword, now: datetime
) -> Recovered:
    """Set a password by the recovery code; return whose it was and the new code.

    A code from before a fresh start brings the old account back, whole, and puts the one begun
    since away. Raises VaultError when the code opens nothing that goes by this name.
    """
    today = now.date()
    for user in accounts_a_code_may_open(name, today=today):
        try:
            new = reset_by_code(user=user, code=code, password=password)
        except VaultError:
            continue
        bring_account_back(user=user, today=today)
        return Recovered(user, new)
    for user in people_called(name):
        try:
            with transaction.atomic():
                new = _recover_first_release(user, code=code, password=password, now=now)
        except VaultError:
            continue
        return Recovered(user, new)
    raise VaultError


def end_archived(*, now: datetime) -> None:
    """Close what a fresh start archived 30 days ago; what nobody can read any more is erased.

    What the other could read stays for them, as after leaving, unless the person has deleted
    their account since.
    """
    over = ArchivedAccount.objects.filter(ends_on__lt=now.date()).select_related("user")
    for away in over:
        with transaction.atomic():
            _end(away, now=now)


def _end(away: ArchivedAccount, *, now: datetime) -> None:
    seat = seats_of(user=away.user)[0]
    if seat is not None:
        lifecycles.close(couple=seat.couple, now=now)
    if away.present_id is None or not is_shared_with_anybody(user=away.user):
        lifecycles.erase(user=away.user)
    else:
        forget_archived_keys(user=away.user)


def _recover_first_release(
    user: User, *, code: RecoveryCode, password: StretchedPassword, now: datetime
) -> RecoveryCode:
    """Bring back keys that a fresh start of the first release archived, while they are kept.

    It put them away within the account, so the space begun since is bound to the same person and
    must close: the old keys do not open it.
    """
    bring_keyring_back(user=user, code=code, today=now.date())
    seat = seats_of(user=user)[0]
    if seat is not None:
        lifecycles.close(couple=seat.couple, now=now)
    return reset_by_code(user=user, code=code, password=password)
