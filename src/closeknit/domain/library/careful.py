"""The careful words of a language: read by the repair room, looked through here."""

from collections.abc import Iterator, Mapping

from closeknit.domain.library.problems import Problem
from closeknit.domain.library.table import Table

PARTS = frozenset(
    {"feeling", "fact", "request", "did", "meant", "regret", "came", "change", "mend"}
)
"""Fields of the gentle opening and of the whole apology."""


def advice_problems(top: Mapping[str, object], *, file: str) -> Iterator[Problem]:
    """What keeps an [[advice]] from pointing at its words."""
    problems: list[Problem] = []
    table = Table(top, file=file, problems=problems)
    for place, each in enumerate(table.tables("advice"), start=1):
        each.text("hint")
        if not each.texts("words"):
            each.refuse("words", "is empty; write at least one word to look for")
        parts = each.texts("parts")
        if unknown := sorted(set(parts) - PARTS):
            known = ", ".join(sorted(PARTS))
            each.refuse("parts", f"has {unknown[0]!r} in number {place}; write some of {known}")
        if not parts:
            each.refuse("parts", "is empty; write the fields in which the words are looked for")
        each.refuse_unknown()
    table.refuse_unknown()
    yield from problems
