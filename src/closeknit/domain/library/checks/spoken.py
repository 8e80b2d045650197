"""Lines to try sound as people talk, press nobody, and both have the same time for them."""

from collections.abc import Iterator

from closeknit.domain.library.checks.questions import pressed
from closeknit.domain.library.checks.wording import Wording
from closeknit.domain.library.items import Practice
from closeknit.domain.library.kinds import Turn
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

_ROUNDING = 1e-6
_OF_ONE = frozenset({Turn.SPEAKER, Turn.LISTENER})


def spoken_problems(reading: LoadResult, wording: Wording) -> Iterator[Problem]:
    for practice in reading.library.practices.values():
        file = reading.file_of["practices", practice.id]
        for place, step in enumerate(practice.steps, start=1):
            for message in _lines(step.say, practice, wording):
                yield Problem(file, f"steps[{place}].say", message)
        for place, message in _times(practice, wording):
            yield Problem(file, f"steps[{place}].minutes", message)


def _lines(say: str, practice: Practice, wording: Wording) -> Iterator[str]:
    if found := wording.uncontracted.search(say):
        yield f"says {found.group()!r}; write it as people say it, such as \u201cI\u2019m\u201d"
    yield from pressed(say, wording)
    for subject, words in wording.assumed_in(say):
        is_its_subject = wording.assumptions[subject].search(practice.title)
        if subject not in wording.subjects_of_lines and not is_its_subject:
            yield f"assumes {subject} ({words!r}); write words that anyone can say"


def _times(practice: Practice, wording: Wording) -> Iterator[tuple[int, str]]:
    """A swap takes as long as all since the first of the two began."""
    began = None
    for place, step in enumerate(practice.steps):
        if step.who in _OF_ONE and began is None:
            began = place
        if step.who is Turn.EACH_IN_TURN and wording.swap.match(step.do) and began is not None:
            first = sum(each.minutes for each in practice.steps[began:place])
            if abs(first - step.minutes) > _ROUNDING:
                had = f"the second has {step.minutes:g} minutes and the first had {first:g}"
                yield place + 1, f"is unequal: {had}; give both as much"
            began = None
