"""Everything that `closeknit check-library` refuses, for every language of a content folder."""

from collections.abc import Iterator
from pathlib import Path

from closeknit.domain.library.checks.duplicates import duplicate_problems
from closeknit.domain.library.checks.journeys import journey_problems
from closeknit.domain.library.checks.links import link_problems
from closeknit.domain.library.checks.sources import (
    help_line_problems,
    number_problems,
    reference_problems,
)
from closeknit.domain.library.checks.translations import translation_problems
from closeknit.domain.library.checks.voice import grade_problems
from closeknit.domain.library.checks.worded import worded_problems
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import CONTENT, SOURCE_LANGUAGE, LoadResult, languages, read


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


def _of_one_language(reading: LoadResult) -> Iterator[Problem]:
    yield from reading.problems
    yield from link_problems(reading)
    yield from journey_problems(reading)
    yield from duplicate_problems(reading)
    yield from reference_problems(reading)
    yield from number_problems(reading)
    yield from grade_problems(reading)
    yield from worded_problems(reading)
