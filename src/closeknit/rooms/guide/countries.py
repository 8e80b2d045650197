"""Names of countries by ISO 3166 code, as CLDR has them; the build writes them from Babel."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from closeknit.domain.library import SOURCE_LANGUAGE

NAMES = Path(__file__).with_name("country_names")
"""One file a language, which the build writes; git does not keep them."""


def country_name(code: str) -> str:
    """Return a country's name in the language of the page; raises KeyError."""
    return _names(get_language() or SOURCE_LANGUAGE)[code]


def countries_by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return each code with its name, in the order of the names; an accent moves none."""
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: _plain(pair[1]))


@cache
def _names(language: str) -> Mapping[str, str]:
    told = (language, language.split("-", maxsplit=1)[0])
    files = [NAMES / f"{each}.json" for each in (*told, SOURCE_LANGUAGE)]
    file = next(each for each in files if each.exists())
    names: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return names


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))
