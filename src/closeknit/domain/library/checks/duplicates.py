"""Two questions that ask the same, also across strands and packs, also in other words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

ALIKE_BY_LETTERS = 0.68
ALIKE_BY_WORDS = 0.6
ALIKE_BY_SENSE = 0.7
_FEWEST_SHARED_WORDS = 3
_FEWEST_SAME_SENSES = 2
_FEWEST_TO_BE_COMMON = 50
_SHORT = 4
"""A question with so few telling words may share a single one with its double."""
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(r"(?:ing|ed|es|s|ly)$")
_SHORTEST_STEM = 3
_CARRIES_NO_SUBJECT = 3
"""Words of up to this many letters (of, to, you, my) do not tell what a question is about."""


@dataclass(frozen=True, slots=True)
class _Print:
    """Three-letter pieces, stems and senses of a question, each a bit of a whole number."""

    words: frozenset[str]
    letters: int
    stems: int
    senses: int


def duplicate_problems(
    reading: LoadResult, senses: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """`senses` gives the one word for many that say the same."""
    bits: dict[str, int] = {}
    asked = [each for each in reading.library.questions.values() if not each.retired]
    prints = [_print(each.text, bits, senses or {}) for each in asked]
    for one, other in _pairs(prints):
        if _is_alike(prints[one], prints[other]):
            first, second = asked[one], asked[other]
            file = reading.file_of["questions", second.id]
            message = f"asks almost what {first.id} asks ({first.text!r}); ask something else"
            yield Problem(file, f"question[{second.id}].text", message)


def _pairs(prints: Sequence[_Print]) -> Iterator[tuple[int, int]]:
    """Places of questions that share two words which are not in every tenth one, or a short one's.

    What is alike shares them; comparing each with each would take most of the check's time.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(prints):
        for word in each.words:
            places[word].append(place)
    most = max(_FEWEST_TO_BE_COMMON, len(prints) // 10)
    telling = (found for found in places.values() if len(found) <= most)
    shared = Counter(pair for found in telling for pair in combinations(found, 2))
    for (one, other), words in shared.items():
        if words > 1 or min(len(prints[one].words), len(prints[other].words)) <= _SHORT:
            yield one, other


def _print(text: str, bits: dict[str, int], senses: Mapping[str, str]) -> _Print:
    words = _WORD.findall(text.lower().replace("\u2019", "").replace("'", ""))
    joined = f" {' '.join(words)} "
    letters = {joined[place : place + 3] for place in range(len(joined) - 2)}
    stems = {_stem(word) for word in words if len(word) > _CARRIES_NO_SUBJECT}
    meant = {senses.get(word, senses.get(_stem(word), _stem(word))) for word in words}
    told = {each for each in meant if len(each) > _CARRIES_NO_SUBJECT}
    return _Print(
        words=frozenset(stems | told),
        letters=_bits(letters, bits),
        stems=_bits(stems, bits),
        senses=_bits(told, bits),
    )


def _bits(pieces: set[str], bits: dict[str, int]) -> int:
    return sum(1 << bits.setdefault(piece, len(bits)) for piece in pieces)


def _stem(word: str) -> str:
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word


def _is_alike(one: _Print, other: _Print) -> bool:
    """Dice's coefficient of the letters, or Jaccard's of the subject words or of their senses."""
    letters = (one.letters & other.letters).bit_count()
    whole = one.letters.bit_count() + other.letters.bit_count()
    return (
        2 * letters >= ALIKE_BY_LETTERS * whole
        or _share(one.stems, other.stems, of=ALIKE_BY_WORDS)
        or _share(one.senses, other.senses, of=ALIKE_BY_SENSE)
        or (one.senses == other.senses and one.senses.bit_count() >= _FEWEST_SAME_SENSES)
    )


def _share(one: int, other: int, *, of: float) -> bool:
    shared = (one & other).bit_count()
    return shared >= _FEWEST_SHARED_WORDS and shared >= of * (one | other).bit_count()
