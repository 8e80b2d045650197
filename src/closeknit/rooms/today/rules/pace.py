"""How often Today suggests something beyond the question, and when it looks back."""

from datetime import date
from uuid import UUID

from closeknit.rooms.people.rules import Pace

EVENINGS_IN_A_HUNDRED = {Pace.LITTLE: 29, Pace.SOME: 58, Pace.MORE: 100}  # of 7: 2, 4 and all
WEEK = 7
LAST_OF_THE_WEEK = 7  # Sunday, as ISO 8601 counts


def pace_from(word: str) -> Pace:
    """Read a couple's pace; until they chose it is the middle one."""
    return Pace(word) if word in list(Pace) else Pace.SOME


def is_evening_for(pace: Pace, *, on: date, couple: UUID) -> bool:
    """Spread the evenings evenly; over the weeks they move through the days of the week."""
    share = EVENINGS_IN_A_HUNDRED[pace]
    day = on.toordinal() + couple.int % 100
    return (day + 1) * share // 100 > day * share // 100


def is_week_end(on: date) -> bool:
    return on.isoweekday() == LAST_OF_THE_WEEK
