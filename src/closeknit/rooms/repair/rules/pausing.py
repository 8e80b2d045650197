"""What a couple agrees on for a pause."""

from dataclasses import dataclass

MINUTES = (10, 20, 30, 45, 60)
USUAL = 20  # minutes


@dataclass(frozen=True)
class PauseWords:
    sign: str = ""
    minutes: str = ""
    where: str = ""
    back: str = ""
    """How the two come back to each other."""
