"""A message for a lock screen, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a message on one channel; `gone` means that the channel is deleted."""

    ARRIVED = "arrived"
    GONE = "gone"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """`lasts` is how many seconds a push service may keep the words for a phone that is off."""

    title: str
    body: str
    url: str
    lasts: int
