"""Seven minutes with an outside eye, timed by instants."""

from dataclasses import dataclass
from datetime import datetime

LASTS = 7 * 60  # seconds


@dataclass(frozen=True)
class WritingWords:
    happened: str = ""
    outsider: str = ""
    obstacle: str = ""
    line: str = ""
    begun: str = ""
    """The instant the writing began, ISO 8601."""


def seconds_left(*, begun: str, now: datetime) -> int:
    """Count from the instant it began; a clock set back never gives more than the whole."""
    try:
        passed = (now - datetime.fromisoformat(begun)).total_seconds()
    except (TypeError, ValueError):
        return 0
    return max(0, min(LASTS, round(LASTS - passed)))
