"""The rules that look for words, by the lists of the language."""

from collections.abc import Iterator, Mapping

from closeknit.domain.library.checks.dangers import danger_problems
from closeknit.domain.library.checks.duplicates import duplicate_problems
from closeknit.domain.library.checks.english import ENGLISH
from closeknit.domain.library.checks.figures import figure_problems
from closeknit.domain.library.checks.guide import guide_problems
from closeknit.domain.library.checks.practices import practice_problems
from closeknit.domain.library.checks.questions import question_problems
from closeknit.domain.library.checks.spoken import spoken_problems
from closeknit.domain.library.checks.voice import voice_problems
from closeknit.domain.library.checks.wording import Wording
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

WORDINGS: Mapping[str, Wording] = {"en": ENGLISH}


def worded_problems(reading: LoadResult) -> Iterator[Problem]:
    language = reading.library.language
    if (wording := WORDINGS.get(language)) is None:
        message = "has no word lists; add them beside checks/english.py"
        yield Problem(language, "language", message)
        return
    yield from duplicate_problems(reading, wording.senses)
    yield from question_problems(reading, wording)
    yield from practice_problems(reading, wording)
    yield from guide_problems(reading, wording)
    yield from voice_problems(reading, wording)
    yield from spoken_problems(reading, wording)
    yield from danger_problems(reading, wording)
    yield from figure_problems(reading, wording.numerals)
