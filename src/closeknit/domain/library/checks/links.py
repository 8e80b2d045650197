"""Every link leads somewhere: evidence, sessions, and the links written in prose."""

import re
from collections.abc import Collection, Iterator, Mapping

from closeknit.domain.library.checks.texts import texts
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

_WRITTEN = re.compile(r"\((ref|practice|page|faq|journey):([^)\s]*)\)")


def link_problems(reading: LoadResult) -> Iterator[Problem]:
    yield from _evidence(reading)
    yield from _sessions(reading)
    targets: Mapping[str, Collection[str]] = {
        "ref": reading.library.references,
        "practice": reading.library.practices,
        "page": reading.library.pages,
        "faq": reading.library.faq,
        "journey": reading.library.journeys,
    }
    for text in texts(reading):
        for kind, name in _WRITTEN.findall(text.words):
            if name not in targets[kind]:
                message = f"links to {kind}:{name}, which does not exist; write an id that does"
                yield Problem(text.file, text.field, message)


def _evidence(reading: LoadResult) -> Iterator[Problem]:
    library = reading.library
    for kind in ("practices", "faq", "pages"):
        for item in getattr(library, kind).values():
            for name in item.evidence:
                if name not in library.references:
                    message = f"{name!r} is not in references.toml; write an id that is"
                    yield Problem(reading.file_of[kind, item.id], "evidence", message)


def _sessions(reading: LoadResult) -> Iterator[Problem]:
    practices = reading.library.practices
    for journey in reading.library.journeys.values():
        file = reading.file_of["journeys", journey.id]
        for week in journey.all_weeks:
            for field, names in (
                ("session", week.session),
                ("second_session", week.second_session),
                ("dailies", week.daily_practices),
            ):
                for name in names:
                    if name not in practices:
                        message = f"{name!r} is no practice; write the id of one"
                        yield Problem(file, f"weeks[{week.number}].{field}", message)
