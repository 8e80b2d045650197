"""The shape of what a person takes with them; no Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

FORMAT = "closeknit-archive/1"
_PLAIN = frozenset({str, int, bool, type(None)})


class ExportedPart(Protocol):
    """What a room has in an export; `key` names it in the file, title and template on the page."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> Any: ...

    @property
    def template(self) -> str: ...

    @property
    def rows(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Space:
    """All that one person could read in one space."""

    opened_on: date
    closed_on: date | None
    partner: str
    rooms: Sequence[ExportedPart]


@dataclass(frozen=True)
class Archive:
    """All that one person can read, in every space they sat in."""

    taken_on: date
    name: str
    spaces: Sequence[Space]


def document_of(archive: Archive) -> dict[str, Any]:
    """Return the file for machines; a later version may add keys, and takes none away."""
    return {
        "format": FORMAT,
        "taken_on": to_plain(archive.taken_on),
        "name": archive.name,
        "spaces": [
            {
                "opened_on": to_plain(space.opened_on),
                "closed_on": to_plain(space.closed_on),
                "partner": space.partner,
                **{room.key: to_plain(room.rows) for room in space.rooms},
            }
            for space in archive.spaces
        ],
    }


def to_plain(value: Any) -> Any:
    """Return what JSON can hold: dates as ISO 8601, identifiers as text, sets in order."""
    if type(value) in _PLAIN:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(part) for name, part in vars(value).items()}
    if isinstance(value, dict):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(part) for part in value]
    if isinstance(value, (set, frozenset)):
        return sorted(to_plain(part) for part in value)
    return _one(value)


def _one(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
