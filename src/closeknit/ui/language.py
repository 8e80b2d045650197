"""The reader's language, as Django found it for this page, and the library in it."""

from functools import cache

from django.utils.translation import get_language

from closeknit.domain.library import SOURCE_LANGUAGE, Library, bundled, languages


def reader_language() -> str:
    """Return the reader's language if the library is written in it, else the source language."""
    told = (get_language() or SOURCE_LANGUAGE).lower()
    written = _written_languages()
    return next((each for each in (told, told.split("-")[0]) if each in written), SOURCE_LANGUAGE)


def library() -> Library:
    """Return what ships with the package, in the reader's language."""
    return bundled(language=reader_language())


@cache
def _written_languages() -> frozenset[str]:
    return frozenset(languages())
