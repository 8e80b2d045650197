"""What waits for people by their own doing alone, for many at once and without any key."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from closeknit.rooms.people.rules import SeatToday
from closeknit.rooms.questions.models import Day
from closeknit.rooms.questions.rules import WAITS_FOR

Mark = tuple[UUID, UUID, date]
"""A person, their space, a date."""


def due(*, seats: Sequence[SeatToday]) -> set[UUID]:
    """Return for whom tonight's question or a day they had begun is still open.

    Nothing of what the partner did goes in: a reminder that came only when the other had written,
    or stayed away when they had not, would tell on them. "Not tonight" is sealed, so it holds no
    reminder back: one that stayed away would show it to whoever runs the server.
    """
    if not seats:
        return set()
    answered, begun = (_marks(each, seats) for each in ("answers", "drafts"))
    return {
        seat.user
        for seat in seats
        if _is_tonight_open(seat, done=answered) or _has_begun(seat, begun=begun - answered)
    }


def _is_tonight_open(seat: SeatToday, *, done: set[Mark]) -> bool:
    return (seat.user, seat.couple, seat.today) not in done


def _has_begun(seat: SeatToday, *, begun: set[Mark]) -> bool:
    return any((seat.user, seat.couple, on) in begun for on in _open_days(seat.today))


def _open_days(today: date) -> Iterable[date]:
    return (today - timedelta(days=back) for back in range(WAITS_FOR.days))


def _marks(what: str, seats: Sequence[SeatToday]) -> set[Mark]:
    """Return who has such a row on which of the last days; at most a week for each space."""
    days = Day.objects.filter(
        couple__in={seat.couple for seat in seats},
        date__gt=min(seat.today for seat in seats) - WAITS_FOR,
        date__lte=max(seat.today for seat in seats),
    )
    rows = days.filter(**{f"{what}__isnull": False}).values_list(f"{what}__owner", "couple", "date")
    return set(rows)
