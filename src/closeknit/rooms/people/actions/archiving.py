"""A fresh start: an account is archived whole, and another begins under the same name."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from closeknit.rooms.people.actions.accounts import NewAccount, create_account
from closeknit.rooms.people.actions.devices import end_devices
from closeknit.rooms.people.actions.passwords import StretchedPassword
from closeknit.rooms.people.actions.second_step import bring_second_step_along
from closeknit.rooms.people.models import ArchivedAccount, Keyring, User
from closeknit.rooms.people.rules import ARCHIVE_LASTS, MOST_ARCHIVED

_NAMES = ("username", "folded_name", "has_twin_name", "email")


class TooManyFreshStartsError(Exception):
    """So many accounts of this person are archived that no further one may be."""


class AlreadyArchivedError(Exception):
    """The same fresh start, or another one, has archived this account meanwhile."""


@transaction.atomic
def start_fresh(*, user: User, password: StretchedPassword, now: datetime) -> NewAccount:
    """Put the account away for 30 days, untouched, and begin an empty one under its name.

    Whoever can only sign in destroys nothing so: what was written, the keys and the seat in the
    space stay with the account that was archived. Raises TooManyFreshStartsError, and
    AlreadyArchivedError for one that is archived by now.
    """
    old = User.objects.select_for_update().get(pk=user.pk)
    if ArchivedAccount.objects.filter(user=old).exists():
        raise AlreadyArchivedError
    if ArchivedAccount.objects.filter(present=old).count() >= MOST_ARCHIVED:
        raise TooManyFreshStartsError
    away = _archive(old, today=now.date())
    account = create_account(
        name=f"@{old.pk.hex} anew",  # until it takes over the name that was put away
        password=password,
        now=now,
        language=old.language,
        is_host=old.is_host,
    )
    new = account.user
    new.name, new.pronouns, new.email = old.name, old.pronouns, away.email
    _take_name(new, of=away)
    new.save(update_fields=[*_NAMES, "name", "pronouns"])
    _hand_names_to(new, away=away, before=old)
    bring_second_step_along(old=old, new=new)
    return account


@transaction.atomic
def bring_account_back(*, user: User, today: date) -> bool:
    """Bring an account back that was archived; the one begun since is archived in its turn."""
    held = ArchivedAccount.objects.select_for_update(of=("self",)).filter(
        user=user, ends_on__gte=today
    )
    away = held.select_related("present").first()
    if away is None:
        return False
    present = away.present
    away.delete()
    user.email = away.email
    _take_name(user, of=away)
    if present is not None:
        _hand_names_to(user, away=_archive(present, today=today), before=present)
    others = User.objects.exclude(pk=user.pk)
    same = Q(username=user.username) | Q(folded_name=user.folded_name, has_twin_name=False)
    if others.filter(same).exists():
        user.username = user.folded_name = f"{user.folded_name[:55]} {user.pk.hex[:4]}"
        user.has_twin_name = False
    user.save(update_fields=_NAMES)
    return True


def forget_archived_keys(*, user: User) -> None:
    """Delete the keys of an account whose time is over; what they opened stays shut for good."""
    Keyring.objects.filter(user=user).delete()


def _archive(user: User, *, today: date) -> ArchivedAccount:
    """Take an account's name, so that no form reaches it, and end its devices."""
    away = ArchivedAccount(
        user=user,
        username=user.username,
        folded_name=user.folded_name,
        has_twin_name=user.has_twin_name,
        email=user.email,
        ends_on=today + ARCHIVE_LASTS,
    )
    user.username, user.folded_name = f"@{user.pk.hex}", ""  # no name that is typed holds an "@"
    user.has_twin_name, user.email = False, ""
    user.set_unusable_password()
    user.save(update_fields=[*_NAMES, "password"])
    end_devices(user=user)
    return away


def _take_name(user: User, *, of: ArchivedAccount) -> None:
    user.username, user.folded_name = of.username, of.folded_name
    user.has_twin_name = of.has_twin_name


def _hand_names_to(present: User, *, away: ArchivedAccount, before: User) -> None:
    """Note which account stands now for one archived, and for those archived earlier."""
    away.present = present
    away.save(force_insert=True)
    ArchivedAccount.objects.filter(present=before).update(present=present)
