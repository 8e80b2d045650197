"""Points at words that make the other defend themselves; it changes nothing and keeps nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Advice:
    """Words to look at again, in which parts of a text, and what may help instead."""

    words: tuple[str, ...]
    parts: frozenset[str]
    hint: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.words, key=len, reverse=True)
        return re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
        )


@dataclass(frozen=True)
class Pointer:
    """One place to look at again."""

    part: str
    found: str
    hint: str


def pointers(text: Mapping[str, str], *, advice: Iterable[Advice]) -> list[Pointer]:
    """Point once at each kind of word in each part, in the order of the advice."""
    return [found for each in advice for found in _found(text, each)]


def _found(text: Mapping[str, str], advice: Advice) -> Iterator[Pointer]:
    for part, words in text.items():
        straight = words.replace("\u2019", "'")
        match = advice.pattern.search(straight) if part in advice.parts else None
        if match:
            yield Pointer(part=part, found=match.group(), hint=advice.hint)
