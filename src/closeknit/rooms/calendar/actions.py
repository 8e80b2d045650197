"""Making a feed's address, turning it off, choosing a daily moment."""

from base64 import urlsafe_b64encode
from datetime import date, time
from uuid import UUID, uuid4

from django.utils.crypto import salted_hmac

from closeknit.rooms.calendar.models import Feed
from closeknit.rooms.calendar.rules import digest_of
from closeknit.rooms.people.models import User


def make_feed(*, user: User, today: date, key: UUID | None = None) -> str:
    """Make a new address and end the old one; its secret is returned and never kept.

    It is drawn from `key`, so that a form that arrives twice shows the address that works.
    """
    given = f"{user.pk} {key or uuid4()}"
    drawn = salted_hmac("closeknit calendar feed", given, algorithm="sha256").digest()
    secret = urlsafe_b64encode(drawn).decode().rstrip("=")
    Feed.objects.update_or_create(
        user=user, defaults={"digest": digest_of(secret), "made_on": today}
    )
    return secret


def end_feed(*, user: User) -> None:
    Feed.objects.filter(user=user).update(digest="", made_on=None)


def erase(*, user: User) -> None:
    """End a person's feed and forget their moment."""
    Feed.objects.filter(user=user).delete()


def keep_moment(*, user: User, at: time | None) -> None:
    """Keep a daily moment for the feed; None takes it out."""
    Feed.objects.update_or_create(user=user, defaults={"moment_at": at})
