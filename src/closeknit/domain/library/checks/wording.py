"""The words of one language that the rules look for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.?!])[\"'\u201d\u2019)]*\s+|\n\s*\n|\n(?=\s*[-*#>])")
_CLAUSE = re.compile(r"[;:,]\s")


@dataclass(frozen=True, slots=True)
class Banned:
    """A claim never printed; `allowed_when` matches a sentence that says it as it is."""

    name: str
    pattern: re.Pattern[str]
    instead: str
    allowed_when: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    assumptions: Mapping[str, re.Pattern[str]]
    """Subject (also the pack that lifts it) to the words that assume it."""
    closed_opening: re.Pattern[str]
    verdict: re.Pattern[str]
    should: re.Pattern[str]
    touch: re.Pattern[str]
    causes: re.Pattern[str]
    overclaims: re.Pattern[str]
    negation: re.Pattern[str]
    not_rechecked: re.Pattern[str]
    banned: tuple[Banned, ...]


def sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(text):
        if sentence and sentence.strip():
            yield sentence.strip()


def asserted(pattern: re.Pattern[str], text: str, wording: Wording) -> str:
    """The first match in a clause that does not deny it; empty when there is none."""
    for clause in _CLAUSE.split(text):
        found = pattern.search(clause)
        if found and not wording.negation.search(clause):
            return found.group()
    return ""
