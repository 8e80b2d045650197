"""The words of one language that the rules look for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_SENTENCE = re.compile(r"(?<=[.?!])[\"'\u201d\u2019)]*\s+|\n\s*\n|\n(?=\s*[-*#>])")
_CLAUSE = re.compile(r"[;:,]\s")


@dataclass(frozen=True, slots=True)
class Banned:
    """A claim never printed; `allowed_when` matches a sentence that says it as it is."""

    name: str
    pattern: re.Pattern[str]
    instead: str
    allowed_when: re.Pattern[str] | None = None
    hints: tuple[str, ...] = ()
    """Pieces in small letters, one of which stands wherever the pattern matches; () for none."""

    def may_stand_in(self, small: str) -> bool:
        """Whether a text in small letters is worth a closer look."""
        return not self.hints or any(hint in small for hint in self.hints)

    def found_in(self, sentence: str) -> str:
        """What says it in a sentence; empty where nothing does, or where it is said as it is."""
        found = self.pattern.search(sentence)
        if not found or (self.allowed_when and self.allowed_when.search(sentence)):
            return ""
        return found.group()


@dataclass(frozen=True, slots=True)
class Wording:
    assumptions: Mapping[str, re.Pattern[str]]
    """Subject to the words that assume it."""
    lifted_by: Mapping[str, frozenset[str]]
    """Pack to the subjects that it lifts."""
    subjects_of_lines: frozenset[str]
    """Subjects that a line to say may name, since it is an example of one person's words."""
    closed_opening: re.Pattern[str]
    verdict: re.Pattern[str]
    leading: re.Pattern[str]
    accusing: re.Pattern[str]
    uncontracted: re.Pattern[str]
    swap: re.Pattern[str]
    """How the step begins in which the second has what the first had."""
    should: re.Pattern[str]
    touch: re.Pattern[str]
    causes: re.Pattern[str]
    overclaims: re.Pattern[str]
    research: re.Pattern[str]
    """Words that claim a finding, and so need its source beside them."""
    negation: re.Pattern[str]
    not_rechecked: re.Pattern[str]
    banned: tuple[Banned, ...]
    dangers: tuple[Banned, ...]
    """What could hurt somebody who lives with fear or in a crisis."""
    senses: Mapping[str, str]
    """Words of a question to the one word for their sense; empty for those that say nothing."""
    numerals: Mapping[str, str]
    """Numbers as words, from three on, to their digits."""

    def assumed_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Each subject that a text assumes, with the words that do."""
        if _any_of(tuple(self.assumptions.values())).search(text):
            for subject, pattern in self.assumptions.items():
                if found := pattern.search(text):
                    yield subject, found.group()


@lru_cache(maxsize=8)
def _any_of(patterns: tuple[re.Pattern[str], ...]) -> re.Pattern[str]:
    """One pattern for all; most texts match none, and are done with one look."""
    return re.compile("|".join(f"(?:{each.pattern})" for each in patterns), re.IGNORECASE)


@lru_cache(maxsize=10_000)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; kept, since several rules look at each."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if part and part.strip())


def claimed(words: str, claims: Iterable[Banned]) -> Iterator[tuple[Banned, str]]:
    """Each claim that a text makes, with the words that make it."""
    small = words.lower()
    for claim in claims:
        if claim.may_stand_in(small):
            for sentence in sentences(words):
                if found := claim.found_in(sentence):
                    yield claim, found


def asserted(pattern: re.Pattern[str], text: str, wording: Wording) -> str:
    """The first match in a clause that does not deny it; empty when there is none."""
    for clause in _CLAUSE.split(text):
        found = pattern.search(clause)
        if found and not wording.negation.search(clause):
            return found.group()
    return ""
