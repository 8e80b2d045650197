"""A journey says for whom it is not, when to look for other help, and fits its evenings."""

from collections.abc import Iterator

from closeknit.domain.library.items import Journey, Week
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import Reading


def journey_problems(reading: Reading) -> Iterator[Problem]:
    for journey in reading.library.journeys.values():
        file = reading.file_of["journeys", journey.id]
        for field, message in _faults(journey):
            yield Problem(file, field, message)
        for week in journey.weeks:
            for message in _evening(week, reading):
                yield Problem(file, f"weeks[{week.number}].session_minutes", message)


def _faults(journey: Journey) -> Iterator[tuple[str, str]]:
    if not journey.excluded_flags:
        yield "excluded_flags", 'is empty; write at least "fear"'
    if not journey.refer:
        yield "refer", "is empty; write when a therapist or a help line comes first"
    numbers = [week.number for week in journey.weeks]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield "weeks", f"are numbered {numbers}; write them in order without a gap"


def _evening(week: Week, reading: Reading) -> Iterator[str]:
    practices = reading.library.practices
    needed = sum(practices[name].minutes for name in week.session if name in practices)
    if needed > week.session_minutes:
        yield f"is {week.session_minutes:g} but its practices take {needed:g}; leave one out"
