"""Two questions that ask the same, also across strands and packs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

ALIKE_BY_LETTERS = 0.68
ALIKE_BY_WORDS = 0.6
_FEWEST_SHARED_WORDS = 3
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(r"(?:ing|ed|es|s|ly)$")
_SHORTEST_STEM = 3
_CARRIES_NO_SUBJECT = 3
"""Words of up to this many letters (of, to, you, my) do not tell what a question is about."""


@dataclass(frozen=True, slots=True)
class _Print:
    """A question's three-letter pieces and the stems of the words that carry its subject."""

    letters: frozenset[str]
    stems: frozenset[str]


def duplicate_problems(reading: LoadResult) -> Iterator[Problem]:
    prints = {
        question.id: _print(question.text)
        for question in reading.library.questions.values()
        if not question.retired
    }
    for (first, one), (second, other) in combinations(prints.items(), 2):
        if _is_alike(one, other):
            earlier = reading.library.questions[first]
            file = reading.file_of["questions", second]
            message = f"asks almost what {first} asks ({earlier.text!r}); ask something else"
            yield Problem(file, f"question[{second}].text", message)


def _print(text: str) -> _Print:
    words = _WORD.findall(text.lower().replace("\u2019", "").replace("'", ""))
    joined = f" {' '.join(words)} "
    letters = frozenset(joined[place : place + 3] for place in range(len(joined) - 2))
    stems = frozenset(_stem(word) for word in words if len(word) > _CARRIES_NO_SUBJECT)
    return _Print(letters, stems)


def _stem(word: str) -> str:
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word


def _is_alike(one: _Print, other: _Print) -> bool:
    """Dice's coefficient of the letters, or Jaccard's of the subject words."""
    common = len(one.letters & other.letters)
    if 2 * common >= ALIKE_BY_LETTERS * (len(one.letters) + len(other.letters)):
        return True
    shared = len(one.stems & other.stems)
    return shared >= _FEWEST_SHARED_WORDS and shared >= ALIKE_BY_WORDS * len(
        one.stems | other.stems
    )
