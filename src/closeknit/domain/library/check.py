"""Everything that `closeknit check-library` refuses, for every language of a content folder."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from closeknit.domain.library.checks.duplicates import duplicate_problems
from closeknit.domain.library.checks.english import ENGLISH
from closeknit.domain.library.checks.guide import guide_problems
from closeknit.domain.library.checks.journeys import journey_problems
from closeknit.domain.library.checks.links import link_problems
from closeknit.domain.library.checks.practices import practice_problems
from closeknit.domain.library.checks.questions import question_problems
from closeknit.domain.library.checks.sources import (
    help_line_problems,
    number_problems,
    reference_problems,
)
from closeknit.domain.library.checks.translations import translation_problems
from closeknit.domain.library.checks.voice import grade_problems, voice_problems
from closeknit.domain.library.checks.wording import Wording
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import CONTENT, SOURCE_LANGUAGE, Reading, languages, read
from closeknit.domain.library.reading_grade import FORMULAS

WORDINGS: Mapping[str, Wording] = {"en": ENGLISH}


def check(root: Path | None = None) -> list[Problem]:
    """Every problem of the content under `root`, sorted by file; none means it may ship."""
    folder = root or CONTENT
    source = read(language=SOURCE_LANGUAGE, root=folder)
    found = [*_of_one_language(source), *help_line_problems(source)]
    for language in languages(root=folder)[1:]:
        translated = read(language=language, root=folder)
        found += _of_one_language(translated)
        found += translation_problems(source, translated)
    return sorted(set(found))


def _of_one_language(reading: Reading) -> Iterator[Problem]:
    language = reading.library.language
    yield from reading.problems
    yield from link_problems(reading)
    yield from journey_problems(reading)
    yield from duplicate_problems(reading)
    yield from reference_problems(reading)
    yield from number_problems(reading)
    if language in FORMULAS:
        yield from grade_problems(reading)
    else:
        message = "has no reading formula; add one to reading_grade.FORMULAS"
        yield Problem(language, "language", message)
    if (wording := WORDINGS.get(language)) is None:
        message = "has no word lists; add them beside checks/english.py"
        yield Problem(language, "language", message)
        return
    yield from question_problems(reading, wording)
    yield from practice_problems(reading, wording)
    yield from guide_problems(reading, wording)
    yield from voice_problems(reading, wording)
