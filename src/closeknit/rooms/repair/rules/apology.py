"""A whole apology: six parts, and never a plea to be forgiven."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ApologyWords:
    did: str = ""
    """What I did."""
    meant: str = ""
    """What it may have been like for you."""
    regret: str = ""
    came: str = ""
    """How it came about, without an excuse."""
    change: str = ""
    mend: str = ""
    """How I can put it right."""
