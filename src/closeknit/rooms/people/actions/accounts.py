"""Opening an account: a person, their keyring, a space of their own."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from closeknit.domain.vault import (
    VERSION,
    Keyring,
    LockedKeyring,
    box_for,
    create,
    new_couple_key,
)
from closeknit.rooms.people import hashers
from closeknit.rooms.people.actions.passwords import StretchedPassword
from closeknit.rooms.people.actions.rows import (
    insert_once,
    take_own_turn,
    unwrap_and_delete,
    update_once,
)
from closeknit.rooms.people.models import (
    Couple,
    CoupleKey,
    Membership,
    Preferences,
    SetupLink,
    User,
)
from closeknit.rooms.people.models import Keyring as KeyringRow
from closeknit.rooms.people.queries import is_name_taken, seats_of
from closeknit.rooms.people.rules import DEFAULT_ZONE, couple_day
from closeknit.rooms.people.rules.names import fold_name, tidied_name


class NameIsTakenError(Exception):
    """Somebody on this server signs in with that name already."""


class LinkIsSpentError(Exception):
    """The set-up link was used, or was never made here."""


@dataclass(frozen=True, repr=False)
class NewAccount:
    user: User
    keyring: Keyring
    root: bytes


@transaction.atomic
def create_account(
    *,
    name: str,
    password: StretchedPassword,
    now: datetime,
    language: str = settings.LANGUAGE_CODE,
    is_host: bool = False,
) -> NewAccount:
    """Make a person with sealed keys; the recovery code is set later, before the second visit."""
    folded = fold_name(name)
    if is_name_taken(folded=folded):
        raise NameIsTakenError
    user_id = uuid4()
    keyring, locked = create(
        user=user_id,
        password_root=password.root,
        salt=password.salt,
        pepper=settings.HOST_SECRETS.pepper,
        recovery=None,
    )
    user = User(
        id=user_id,
        username=folded,
        folded_name=folded,
        name=tidied_name(name),
        password=hashers.encode(user_id=user_id, salt=password.salt, root=password.root),
        created_at=now,
        language=language,
        is_host=is_host,
    )
    if not insert_once(user):
        raise NameIsTakenError
    _store_keyring(user=user, locked=locked)
    return NewAccount(user=user, keyring=keyring, root=password.root)


@transaction.atomic
def open_space(*, user: User, keyring: Keyring, zone: str, now: datetime) -> Membership:
    """Give a person a space of their own, with a fresh couple key boxed for themselves."""
    couple = Couple.objects.create(zone=zone, created_at=now)
    store_couple_key(couple=couple, epoch=1, key=new_couple_key(), user=user, keyring=keyring)
    return Membership.objects.create(
        couple=couple, user=user, seat=1, joined_on=couple_day(now=now, zone=zone)
    )


@transaction.atomic
def open_next_space(*, user: User, keyring: Keyring, now: datetime) -> None:
    """Give somebody without a seat a space of their own; sent twice, there is one."""
    take_own_turn(user)
    if seats_of(user=user)[0] is not None:
        return
    last = Membership.objects.filter(user=user).order_by("-joined_on").first()
    zone = last.couple.zone_at(now) if last else DEFAULT_ZONE
    open_space(user=user, keyring=keyring, zone=zone, now=now)


@transaction.atomic
def change_sign_in_name(*, user: User, name: str) -> None:
    """Let a person sign in by another name; raises NameIsTakenError when it is somebody's.

    Whoever is left alone with the former folding may then spell their name in any way.
    """
    former, folded = user.folded_name, fold_name(name)
    if is_name_taken(folded=folded, but_for=user):
        raise NameIsTakenError
    user.username = user.folded_name = folded
    user.has_twin_name = False
    if not update_once(user, fields=("username", "folded_name", "has_twin_name")):
        raise NameIsTakenError
    left = User.objects.filter(folded_name=former, has_twin_name=True)
    if left.count() == 1:
        left.update(has_twin_name=False)


def store_couple_key(
    *, couple: Couple, epoch: int, key: bytes, user: User, keyring: Keyring
) -> None:
    """Box an epoch's key for a person, signed by themselves."""
    box = box_for(
        keyring.public,
        key=key,
        couple=couple.pk,
        epoch=epoch,
        reader_id=user.pk,
        signer=keyring,
        signer_id=user.pk,
    )
    CoupleKey.objects.create(couple=couple, epoch=epoch, reader=user, signer=user, box=box)


def make_setup_link(*, now: datetime) -> str:
    """Return the secret of a new one-time link; only its hash is kept."""
    secret = secrets.token_urlsafe(24)
    SetupLink.objects.create(digest=_digest(secret), created_at=now)
    return secret


def withdraw_setup_links() -> None:
    """Make every link that was not used yet open nothing."""
    SetupLink.objects.filter(used_at=None).delete()


def is_setup_link_open(*, secret: str) -> bool:
    return SetupLink.objects.filter(digest=_digest(secret), used_at=None).exists()


def spend_setup_link(*, secret: str, now: datetime) -> None:
    """Use the link up; raises LinkIsSpentError when it was used before."""
    spent = SetupLink.objects.filter(digest=_digest(secret), used_at=None).update(used_at=now)
    if not spent:
        raise LinkIsSpentError


def _store_keyring(*, user: User, locked: LockedKeyring) -> None:
    row = KeyringRow(
        user=user,
        pepper_key_id=hashers.pepper_key_id(),
        escrow_key_id=hashers.escrow_key_id(),
        rows_version=VERSION,
    )
    row.locked = locked
    row.save(force_insert=True)


def _digest(secret: str) -> str:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"ck setup link").hexdigest()


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Delete a person, what they set, and each space that then holds nobody, with its days.

    The rooms have erased their rows before.
    """
    spaces = list(Membership.objects.filter(user=user.pk).values_list("couple", flat=True))
    unwrap_and_delete(Preferences.objects.filter(owner=user.pk))
    User.objects.filter(pk=user.pk).delete()
    Couple.objects.filter(pk__in=spaces, memberships=None).delete()
