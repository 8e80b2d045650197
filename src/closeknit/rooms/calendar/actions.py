"""Making a feed's address, turning it off, choosing a daily moment."""

import secrets
from datetime import date, time

from closeknit.rooms.calendar.models import Feed
from closeknit.rooms.calendar.rules import digest_of
from closeknit.rooms.people.models import User


def make_feed(*, user: User, today: date) -> str:
    """Make a new address and end the old one; its secret is returned and never kept."""
    secret = secrets.token_urlsafe(32)
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
