"""Which advice a look at safety leads to, and what of a printed number can be called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """What a reader may name in the private look at safety; the values are field names."""

    DANGER = "danger"
    SEVERE = "severe"
    FEAR = "fear"
    CONTROL = "control"
    HARM = "harm"
    PRESSURE = "pressure"
    LIFE = "life"
    OWN = "own"


class Advice(StrEnum):
    """What a result page opens with; none of it is a score or a verdict."""

    HELP_NOW = "help now"
    STAY_ALIVE = "stay alive"
    NOT_TOGETHER = "not together"
    OWN_HELP = "own help"
    NOTHING_NAMED = "nothing named"


_NEEDS_HELP_NOW = frozenset({Concern.DANGER, Concern.SEVERE})
_RULES_OUT_EXERCISES = _NEEDS_HELP_NOW | {
    Concern.FEAR,
    Concern.CONTROL,
    Concern.HARM,
    Concern.PRESSURE,
    Concern.OWN,
}


def advice(named: Iterable[Concern]) -> tuple[Advice, ...]:
    """Return what the page says first, the most pressing before the rest."""
    said = frozenset(named)
    reasons = (
        (Advice.HELP_NOW, said & _NEEDS_HELP_NOW),
        (Advice.STAY_ALIVE, said & {Concern.LIFE}),
        (Advice.NOT_TOGETHER, said & _RULES_OUT_EXERCISES),
        (Advice.OWN_HELP, said & {Concern.OWN}),
    )
    return tuple(each for each, because in reasons if because) or (Advice.NOTHING_NAMED,)


@dataclass(frozen=True, slots=True)
class NumberPart:
    """A piece of a printed number; `dial` is empty where it is only words."""

    words: str
    dial: str = ""


_DIALLED = re.compile(r"[+*]?\d[\d ()-]*\d")
"""A star is dialled, too: some short numbers begin with it."""
_NOT_DIALLED = re.compile(r"[^\d+*]")


def number_parts(number: str) -> tuple[NumberPart, ...]:
    """Split "112 or 999" into words and numbers that a phone can call."""
    return tuple(_parts(number))


def _parts(number: str) -> Iterator[NumberPart]:
    end = 0
    for found in _DIALLED.finditer(number):
        if before := number[end : found.start()]:
            yield NumberPart(before)
        yield NumberPart(found.group(), _NOT_DIALLED.sub("", found.group()))
        end = found.end()
    if rest := number[end:]:
        yield NumberPart(rest)
