"""The shape of what a person takes with them; no Django, no clock."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

FORMAT = "closeknit-archive/1"


@dataclass(frozen=True)
class Space:
    """All that one person could read in one space."""

    opened_on: date
    closed_on: date | None
    partner: str
    questions: Sequence[Any]
    thank_yous: Sequence[Any]
    practices: Sequence[Any]
    listening: Sequence[Any]
    repair: Sequence[Any]
    meetings: Sequence[Any]


@dataclass(frozen=True)
class Archive:
    """All that one person can read, in every space they sat in."""

    taken_on: date
    name: str
    spaces: Sequence[Space]


def to_plain(value: Any) -> Any:
    """Return what JSON can hold: dates as ISO 8601, identifiers as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: to_plain(part) for key, part in asdict(value).items()}
    if isinstance(value, dict):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else _named(value)


def _named(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
