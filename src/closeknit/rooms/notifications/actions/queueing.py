"""Working out what is due, for many people at once and with the same few queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from closeknit.rooms.notifications.models import Channel, OutboxMessage, Reminders
from closeknit.rooms.notifications.rules.instants import date_at, evening_ends, last_due, next_due
from closeknit.rooms.notifications.rules.pacing import (
    MessageKind,
    ReminderDecision,
    ReminderPace,
    ReminderState,
    Waits,
    decide,
)
from closeknit.rooms.people.actions.rows import let_others_write
from closeknit.rooms.people.models import Device, Membership, User
from closeknit.rooms.people.rules import SeatToday

AT_ONCE = 100  # people in one write, which on SQLite keeps other writers waiting
Waiting = Callable[[Sequence[SeatToday]], Mapping[UUID, Waits]]
_MOVED = (
    "next_at",
    "silent_days",
    "stopped_on",
    "last_sent_on",
    "last_sent_at",
)


@dataclass(frozen=True)
class Queued:
    """How many people were looked at, and how many messages that made."""

    people: int = 0
    messages: int = 0


@dataclass(frozen=True)
class _Around:
    """What is known of the people at hand: who may be reached, seated where, last here when."""

    reachable: frozenset[UUID]
    seats: Mapping[UUID, SeatToday]
    seen_at: Mapping[UUID, datetime]
    waits: Mapping[UUID, Waits]

    def is_reachable(self, person: UUID) -> bool:
        return person in self.reachable and person in self.seats

    def was_here(self, row: Reminders) -> bool:
        """Tell whether somebody came on the day of their last reminder or since.

        Visits are kept by the day, so the day of a visit never counts as one without.
        """
        seen = self.seen_at.get(row.user_id)
        return row.last_sent_at is None or (
            seen is not None and seen.date() >= row.last_sent_at.date()
        )


def queue_due(*, now: datetime, waiting: Waiting) -> Queued:
    """Queue at most one message for everybody whose instant has come, and set their next one."""
    people = messages = 0
    while True:
        some = _queue_some(now=now, waiting=waiting)
        people, messages = people + some.people, messages + some.messages
        if some.people < AT_ONCE:
            return Queued(people=people, messages=messages)
        let_others_write()


@transaction.atomic
def _queue_some(*, now: datetime, waiting: Waiting) -> Queued:
    """Move some people on; the message and the next instant are one write."""
    due = Reminders.objects.select_for_update(skip_locked=True).filter(next_at__lte=now)
    rows = list(due.order_by("next_at")[:AT_ONCE])
    for row in rows:  # a server that was off looks at its last evening only
        row.next_at = last_due(now, at=row.at, zone=row.zone)
    fresh = [row for row in rows if now < _ends_at(row)]
    around = _around(fresh, waiting=waiting)
    made = [message for row in fresh if (message := _message(row, around=around))]
    for row in rows:
        row.next_at = next_due(now, at=row.at, zone=row.zone)
    OutboxMessage.objects.bulk_create(made, ignore_conflicts=True)
    Reminders.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user"], update_fields=_MOVED
    )
    return Queued(people=len(rows), messages=len(made))


def _message(row: Reminders, *, around: _Around) -> OutboxMessage | None:
    """Decide for one person and note it on their row; None when the day brings nothing."""
    if row.next_at is None or not around.is_reachable(row.user_id):
        return None
    on = date_at(row.next_at, zone=row.zone)
    state = ReminderState(
        on=on,
        pace=ReminderPace(row.pace),
        was_here=around.was_here(row),
        silent_days=row.silent_days,
        is_stopped=row.stopped_on is not None,
        paused_until=row.paused_until,
        last_sent_on=row.last_sent_on,
    )
    decision = decide(state, around.waits.get(row.user_id, Waits()))
    ends_at = _ends_at(row)
    _note(row, decision=decision, state=state)
    if decision.kind is None:
        return None
    return OutboxMessage(user_id=row.user_id, due_on=on, kind=decision.kind, ends_at=ends_at)


def _note(row: Reminders, *, decision: ReminderDecision, state: ReminderState) -> None:
    row.silent_days = decision.silent_days
    if not decision.is_stopped:
        row.stopped_on = None
    elif decision.kind is MessageKind.LAST_LINE:
        row.stopped_on = state.on
    if decision.kind is not None:
        row.last_sent_on, row.last_sent_at = state.on, row.next_at


def _ends_at(row: Reminders) -> datetime:
    """Return when a message of this row's instant is dropped; the row is one that is due."""
    due = row.next_at
    assert due is not None  # noqa: S101  the query asked for rows with an instant
    return evening_ends(due, quiet_from=row.quiet_from, zone=row.zone)


def _around(rows: Sequence[Reminders], *, waiting: Waiting) -> _Around:
    """Gather in a handful of queries what the decisions rest on."""
    instants = {row.user_id: row.next_at for row in rows}
    people = list(instants)
    reachable = Channel.objects.filter(user__in=people, is_on=True, user__is_active=True)
    places = Membership.objects.filter(user__in=people, left_on=None)
    seats = {
        place.user_id: SeatToday(place.user_id, place.couple_id, today=place.couple.day_at(instant))
        for place in places.select_related("couple")
        if (instant := instants[place.user_id]) is not None
    }
    return _Around(
        reachable=frozenset(reachable.values_list("user", flat=True)),
        seats=seats,
        seen_at=_seen_at(people),
        waits=waiting(list(seats.values())),
    )


def _seen_at(people: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when each was last here: by a device they still have, or by signing in."""
    signed_in = User.objects.filter(pk__in=people).values_list("pk", "last_login")
    seen = {user: at for user, at in signed_in if at is not None}
    latest = Device.objects.filter(user__in=people).values("user").annotate(at=Max("seen_at"))
    for user, at in latest.values_list("user", "at"):
        seen[user] = max(at, seen.get(user, at))
    return seen
