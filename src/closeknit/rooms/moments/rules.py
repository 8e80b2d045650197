"""What a thank-you is, until when it may change, which one the jar hands back; no Django."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID


class ForWhom(StrEnum):
    """Whom a thank-you is for while its author is alone in the space."""

    THEM = "them"
    ME = "me"


class ReadyWord(StrEnum):
    """How a thank-you landed, for somebody who has no words tonight."""

    WARMED = "warmed"
    KEEPING = "keeping"
    NEEDED = "needed"


@dataclass(frozen=True)
class ThankYouWords:
    """What you did, what it shows about you, how it landed with me."""

    did: str
    shows: str = ""
    felt: str = ""


@dataclass(frozen=True)
class LandingWords:
    ready: ReadyWord | None = None
    text: str = ""


def to_words(words: ThankYouWords | LandingWords) -> dict[str, str]:
    return {name: value for name, value in asdict(words).items() if value}


def thank_you_words(plain: Mapping[str, str]) -> ThankYouWords:
    return ThankYouWords(
        did=plain.get("did", ""), shows=plain.get("shows", ""), felt=plain.get("felt", "")
    )


def landing_words(plain: Mapping[str, str]) -> LandingWords:
    known = plain.get("ready") in list(ReadyWord)
    return LandingWords(
        ready=ReadyWord(plain["ready"]) if known else None, text=plain.get("text", "")
    )


def may_edit(*, written_on: date, today: date, has_landed: bool) -> bool:
    """Words change only on their day, and not under an answer that was given to them."""
    return written_on == today and not has_landed


def from_the_jar(*, ids: Collection[UUID], seed: UUID, today: date, turn: int) -> UUID | None:
    """The `turn`-th of the day, counted from 0; each comes once before one comes again."""
    if not ids:
        return None
    place = seed.bytes + today.isoformat().encode()
    shaken = sorted(ids, key=lambda each: blake2b(place + each.bytes, digest_size=8).digest())
    return shaken[turn % len(shaken)]
