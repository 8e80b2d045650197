"""What waits for people, asked of each room by name."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from closeknit.rooms.meetings import queries as meetings
from closeknit.rooms.notifications.rules.pacing import Waits
from closeknit.rooms.notifications.rules.seats import Seat
from closeknit.rooms.questions import queries as questions


def waiting(seats: Sequence[Seat]) -> Mapping[UUID, Waits]:
    open_for = questions.due(seats=seats)
    meeting = meetings.due(seats=seats)
    return {
        seat.user: Waits(
            is_something_open=seat.user in open_for, is_a_meeting_today=seat.user in meeting
        )
        for seat in seats
    }
