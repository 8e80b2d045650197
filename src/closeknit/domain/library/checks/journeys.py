"""A journey says for whom it is not, when to look for other help, and fits its evenings."""

from collections.abc import Iterator

from closeknit.domain.library.items import Journey, Practice, Week
from closeknit.domain.library.kinds import Contraindication
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

MOST_MINUTES_A_DAY = 6
_FEWEST_SCENE_WORDS, _MOST_SCENE_WORDS = 120, 180


def journey_problems(reading: LoadResult) -> Iterator[Problem]:
    for journey in reading.library.journeys.values():
        file = reading.file_of["journeys", journey.id]
        for field, message in _faults(journey):
            yield Problem(file, field, message)
        for week in journey.all_weeks:
            for field, message in (*_evening(week, reading), *_days(week, reading), *_scene(week)):
                yield Problem(file, f"weeks[{week.number}].{field}", message)


def _faults(journey: Journey) -> Iterator[tuple[str, str]]:
    if Contraindication.FEAR not in journey.excluded_flags:
        yield "excluded_flags", 'lacks "fear"; add it, since two people do a journey together'
    if not journey.refer:
        yield "refer", "is empty; write when a therapist or a help line comes first"
    numbers = [week.number for week in journey.weeks]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield "weeks", f"are numbered {numbers}; write them in order without a gap"


def _evening(week: Week, reading: LoadResult) -> Iterator[tuple[str, str]]:
    needed = sum(practice.minutes for practice in _found(week.session, reading))
    if needed > week.session_minutes:
        message = f"is {week.session_minutes:g} but its practices take {needed:g}; leave one out"
        yield "session_minutes", message
    for practice in _found(week.practices, reading):
        if practice.retired:
            yield "session", f"holds {practice.id!r}, which is retired; write another"
        if Contraindication.THERAPIST_ONLY in practice.contraindications:
            yield "session", f"holds {practice.id!r}, which only a therapist leads; leave it out"


def _days(week: Week, reading: LoadResult) -> Iterator[tuple[str, str]]:
    for practice in _found(week.daily_practices, reading):
        if practice.minutes > MOST_MINUTES_A_DAY:
            taken = f"takes {practice.minutes:g} minutes"
            yield (
                "dailies",
                f"{practice.id!r} {taken}; write one of up to {MOST_MINUTES_A_DAY}",
            )


def _scene(week: Week) -> Iterator[tuple[str, str]]:
    words = len(week.scene.split())
    if week.scene and not _FEWEST_SCENE_WORDS <= words <= _MOST_SCENE_WORDS:
        span = f"{_FEWEST_SCENE_WORDS} to {_MOST_SCENE_WORDS}"
        yield "scene", f"has {words} words; write {span}, or leave it out"


def _found(names: tuple[str, ...], reading: LoadResult) -> Iterator[Practice]:
    for name in names:
        if (practice := reading.library.practices.get(name)) is not None:
            yield practice
