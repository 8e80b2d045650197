"""A gentle opening: a feeling, a fact and a request."""

from dataclasses import dataclass

_ENDS = " \t\r\n.,;:!?"


@dataclass(frozen=True)
class OpeningWords:
    feeling: str = ""
    fact: str = ""
    request: str = ""

    @property
    def as_clauses(self) -> "OpeningWords":
        """Return the parts as they stand inside one sentence: one line, no stop at the end."""
        return OpeningWords(*(_clause(part) for part in (self.feeling, self.fact, self.request)))

    @property
    def is_whole(self) -> bool:
        clauses = self.as_clauses
        return bool(clauses.feeling and clauses.fact and clauses.request)


def _clause(words: str) -> str:
    return " ".join(words.split()).strip(_ENDS)
