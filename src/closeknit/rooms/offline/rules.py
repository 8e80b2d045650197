"""What a device hands in after a while without a network, and what becomes of it; no Django."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

REMEMBERED_FOR = timedelta(days=60)
"""How long the server knows an entry again; whatever is older is refused."""


class EntryKind(StrEnum):
    ANSWER = "answer"
    THANKS = "thanks"


class Refusal(StrEnum):
    """Why an entry stays on the device; the last one is the device's own."""

    DAMAGED = "damaged"
    SPACE_CLOSED = "space_closed"
    TOO_OLD = "too_old"
    DAY_CLOSED = "day_closed"
    QUESTION_CHANGED = "question_changed"
    ANSWERED = "answered"
    UNFIT = "unfit"
    SIGNED_OUT = "signed_out"


class Appearance(StrEnum):
    """How the app is called on a home screen: by its name, or by a plain one."""

    OWN = "closeknit"
    PLAIN = "plain"


@dataclass(frozen=True)
class SealedEntry:
    """One thing written without a network, as the device keeps it: sealed for its author."""

    id: UUID
    kind: EntryKind
    sealed: bytes


@dataclass(frozen=True)
class Written:
    """What stood under the seal; `day` is there for an answer only."""

    space: UUID
    at: datetime
    day: date | None
    fields: Mapping[str, str]


def written_from(plain: bytes) -> Written | None:
    """Read what a device sealed; None when it does not have that shape."""
    try:
        content = json.loads(plain)
        fields, at = content["fields"], datetime.fromisoformat(content["written"])
        written = Written(
            space=UUID(content["space"]),
            at=at,
            day=date.fromisoformat(content["day"]) if content["day"] else None,
            fields=fields,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    is_text = isinstance(fields, dict) and all(isinstance(each, str) for each in fields.values())
    return written if is_text and at.tzinfo is not None else None


def is_too_old(*, at: datetime, now: datetime) -> bool:
    return at < now - REMEMBERED_FOR


def is_kept_beside(*, draft: str, answer: str) -> bool:
    """Whether a draft holds words of its own, so that sealing an answer must not drop it."""
    return draft.strip() not in answer
