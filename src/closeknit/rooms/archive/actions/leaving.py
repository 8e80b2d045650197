"""Closing a space: at once, and for both."""

from datetime import datetime

from closeknit.rooms import lifecycles
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import seats_of


def leave_space(*, user: User, now: datetime) -> None:
    """Close the space in which a person sits, for both; it opens no words, so no key is needed."""
    seat = seats_of(user=user)[0]
    if seat is not None:
        lifecycles.close(couple=seat.couple, now=now)
