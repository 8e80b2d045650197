"""Every room's lifecycle, and what loops over them: the one place that knows which rooms there are.

A room that keeps rows stands here once. Those that build on others come first, `people` last: an
account, its space and its devices go when nothing stands on them any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from closeknit.rooms.calendar.lifecycle import LIFECYCLE as CALENDAR
from closeknit.rooms.listening.lifecycle import LIFECYCLE as LISTENING
from closeknit.rooms.meetings.lifecycle import LIFECYCLE as MEETINGS
from closeknit.rooms.moments.lifecycle import LIFECYCLE as MOMENTS
from closeknit.rooms.notifications.lifecycle import LIFECYCLE as NOTIFICATIONS
from closeknit.rooms.notifications.rules.pacing import Waits
from closeknit.rooms.offline.lifecycle import LIFECYCLE as OFFLINE
from closeknit.rooms.people.actions.passwords import note_escrow_key
from closeknit.rooms.people.cards import Card
from closeknit.rooms.people.lifecycle import LIFECYCLE as PEOPLE
from closeknit.rooms.people.lifecycle import Due, Lifecycle
from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.people.rules import SeatToday
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.people.visit import Visit
from closeknit.rooms.practices.lifecycle import LIFECYCLE as PRACTICES
from closeknit.rooms.questions.lifecycle import LIFECYCLE as QUESTIONS
from closeknit.rooms.repair.lifecycle import LIFECYCLE as REPAIR

LIFECYCLES: tuple[Lifecycle, ...] = (
    OFFLINE,
    CALENDAR,
    QUESTIONS,
    MOMENTS,
    PRACTICES,
    LISTENING,
    REPAIR,
    MEETINGS,
    NOTIFICATIONS,
    PEOPLE,
)


@dataclass(frozen=True)
class ExportedRoom:
    """What one room exports; `template` lays its rows out on a page."""

    key: str
    title: str | Promise
    template: str
    rows: Sequence[Any]


def cards(*, visit: Visit) -> list[Card]:
    """Return what the rooms have for Today, at most one card each."""
    return [card for each in LIFECYCLES if (card := each.card(visit=visit)) is not None]


EXPORTING = tuple(each for each in LIFECYCLES if each.template)


def exported_rooms(*, viewer: Viewer) -> Iterator[ExportedRoom]:
    """Return, room by room, all that the viewer can read in their space."""
    for each in EXPORTING:
        yield ExportedRoom(each.key, each.title, each.template, each.export(viewer=viewer))


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete a person and all they wrote."""
    for each in LIFECYCLES:
        each.erase(user=user)


@transaction.atomic
def close(*, couple: Couple, now: datetime) -> None:
    """Close a space for both, with no vault open; what was not yet revealed is destroyed."""
    for each in LIFECYCLES:
        each.close(couple=couple, now=now)


def renew_escrows(*, viewer: Viewer) -> None:
    """Seal again what waits for the partner, once after a host lost its secrets."""
    for each in LIFECYCLES:
        each.renew(viewer=viewer)
    note_escrow_key(user=viewer.user)


def tidy(*, now: datetime) -> Mapping[str, int]:
    """Delete what has run out; return by each room's key how many rows went."""
    return {each.key: each.tidy(now=now) for each in LIFECYCLES}


def waiting(seats: Sequence[SeatToday]) -> Mapping[UUID, Waits]:
    """Return what waits for each person by their own doing, or by a date that both chose."""
    is_open = _anywhere((each.due for each in LIFECYCLES), seats=seats)
    today = _anywhere((each.due_today for each in LIFECYCLES), seats=seats)
    return {
        seat.user: Waits(
            is_something_open=seat.user in is_open, is_a_meeting_today=seat.user in today
        )
        for seat in seats
    }


def _anywhere(rooms: Iterable[Due], *, seats: Sequence[SeatToday]) -> frozenset[UUID]:
    return frozenset().union(*(due(seats=seats) for due in rooms))
