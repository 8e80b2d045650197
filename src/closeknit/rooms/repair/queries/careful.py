"""The words to look at again, read once from the content folder."""

import tomllib
from functools import cache

from closeknit.domain.library import CONTENT, SOURCE_LANGUAGE
from closeknit.rooms.repair.rules.careful import Advice

FILE = "careful-words.toml"


@cache
def careful_words(language: str = SOURCE_LANGUAGE) -> tuple[Advice, ...]:
    """Return the advice of one language, or of the source language where there is none yet."""
    path = CONTENT / language / FILE
    if not path.exists():
        path = CONTENT / SOURCE_LANGUAGE / FILE
    return tuple(
        Advice(words=tuple(each["words"]), parts=frozenset(each["parts"]), hint=each["hint"])
        for each in tomllib.loads(path.read_text("utf-8"))["advice"]
    )
