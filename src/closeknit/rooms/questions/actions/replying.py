"""A word back, once answers are open."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import insert_once
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.actions.days import DayIsClosedError, locked_day_with_words
from closeknit.rooms.questions.models import Answer, Day, Reply


@transaction.atomic
def reply(*, viewer: Viewer, on: date, text: str, key: UUID) -> None:
    """Write back under open answers; the same key twice is one reply."""
    day = locked_day_with_words(viewer=viewer, on=on)
    if not Answer.objects.filter(day=day, opened_on__isnull=False).exists():
        raise DayIsClosedError
    row = Reply(
        id=key,
        day=day,
        couple=viewer.couple,
        written_on=viewer.today,
        order=_next_order(day),
    )
    viewer.seal(row, {"text": text}, readers=Readers.BOTH)
    insert_once(row)


def _next_order(day: Day) -> int:
    last = Reply.objects.filter(day=day).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1
