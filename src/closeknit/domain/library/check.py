"""Everything that `closeknit check-library` refuses, for every language of a content folder."""

from collections.abc import Iterator
from pathlib import Path

from closeknit.domain.library.checks.duplicates import duplicate_problems
from closeknit.domain.library.checks.files import aside_problems, place_problems
from closeknit.domain.library.checks.journeys import journey_problems
from closeknit.domain.library.checks.links import link_problems
from closeknit.domain.library.checks.markup import markup_problems
from closeknit.domain.library.checks.reviewed import reviewed_problems
from closeknit.domain.library.checks.sources import (
    help_line_problems,
    number_problems,
    reference_problems,
)
from closeknit.domain.library.checks.translations import translation_problems
from closeknit.domain.library.checks.voice import grade_problems
from closeknit.domain.library.checks.worded import WORDINGS, worded_problems
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import CONTENT, LoadResult, languages, read


def check(root: Path | None = None) -> list[Problem]:
    """Every problem of the content under `root`, sorted by file; none means it may ship.

    What cannot be read comes alone: all else would follow from it.
    """
    folder = root or CONTENT
    if misplaced := place_problems(folder):
        return misplaced
    source, *translated = [read(language=each, root=folder) for each in languages(root=folder)]
    unread = {problem for each in (source, *translated) for problem in each.problems}
    unread.update(aside_problems(folder))
    if unread:
        return sorted(each for each in unread if each.is_of_the_file) or sorted(unread)
    found = [*_of_one_language(source), *help_line_problems(source)]
    found += reviewed_problems(source, root=folder)
    for reading in translated:
        found += _of_one_language(reading)
        found += translation_problems(source, reading)
    return sorted(set(found))


def _of_one_language(reading: LoadResult) -> Iterator[Problem]:
    yield from link_problems(reading)
    yield from markup_problems(reading)
    yield from journey_problems(reading)
    if reading.library.language not in WORDINGS:
        yield from duplicate_problems(reading)
    yield from reference_problems(reading)
    yield from number_problems(reading)
    yield from grade_problems(reading)
    yield from worded_problems(reading)
