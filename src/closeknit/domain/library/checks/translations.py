"""Another language has every item of the source, and none older than it."""

from collections.abc import Iterator

from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import SOURCE_LANGUAGE, LoadResult

_KINDS = ("questions", "practices", "journeys", "faq", "pages")


def translation_problems(source: LoadResult, translated: LoadResult) -> Iterator[Problem]:
    language = translated.library.language
    for kind in _KINDS:
        originals = getattr(source.library, kind)
        copies = getattr(translated.library, kind)
        for name, original in originals.items():
            file = source.file_of[kind, name].replace(SOURCE_LANGUAGE, language, 1)
            if name not in copies:
                yield Problem(file, name, f"is missing; translate edition {original.edition}")
            elif copies[name].edition < original.edition:
                message = (
                    f"is edition {copies[name].edition}, older than edition {original.edition}"
                    f" of the source; translate it again and write {original.edition}"
                )
                yield Problem(translated.file_of[kind, name], f"{name}.edition", message)
        for name in copies.keys() - originals.keys():
            message = f"is not in {SOURCE_LANGUAGE}; add it there first, or remove it"
            yield Problem(translated.file_of[kind, name], name, message)
