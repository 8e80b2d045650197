"""Making a feed's address, turning it off, choosing a daily moment."""

from base64 import urlsafe_b64encode
from datetime import date, time
from secrets import token_bytes
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.crypto import salted_hmac

from closeknit.rooms.calendar.models import Feed
from closeknit.rooms.calendar.rules import digest_of
from closeknit.rooms.people.actions.rows import take_own_turn
from closeknit.rooms.people.models import User


@transaction.atomic
def make_feed(*, user: User, today: date, key: UUID | None = None) -> str:
    """Make a new address and end the old one; its secret is returned and never kept.

    A form that arrives twice shows the address that works: both draw it from `key`. Once that
    address has ended, the same form makes another one.
    """
    key = key or uuid4()
    take_own_turn(user)
    row = Feed.objects.filter(user=user).first() or Feed(user=user)
    secret = _secret(row, key=key)
    if row.digest == digest_of(secret):
        return secret
    row.nonce = token_bytes(16)
    secret = _secret(row, key=key)
    row.digest, row.made_on = digest_of(secret), today
    row.save()
    return secret


@transaction.atomic
def end_feed(*, user: User) -> None:
    take_own_turn(user)
    Feed.objects.filter(user=user).update(digest="", made_on=None)


def erase(*, user: User) -> None:
    """End a person's feed and forget their moment."""
    Feed.objects.filter(user=user).delete()


@transaction.atomic
def keep_moment(*, user: User, at: time | None) -> None:
    """Keep a daily moment for the feed; None takes it out."""
    take_own_turn(user)
    Feed.objects.update_or_create(user=user, defaults={"moment_at": at})


def _secret(row: Feed, *, key: UUID) -> str:
    """Return the secret that a form's key and the row's nonce draw, which only this server can."""
    given = f"{row.user_id} {key} {bytes(row.nonce).hex()}"
    drawn = salted_hmac("closeknit calendar feed", given, algorithm="sha256").digest()
    return urlsafe_b64encode(drawn).decode().rstrip("=")
