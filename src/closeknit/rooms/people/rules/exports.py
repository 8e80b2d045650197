"""How long an export may take, how long it waits, and how many are made at once; no Django."""

from datetime import datetime, timedelta
from enum import StrEnum

LIES_FOR = timedelta(hours=1)
LOST_AFTER = timedelta(minutes=2)  # without a sign of the server that has it in hand
MOST_AT_ONCE = 20  # in the house, the one under way among them
MOST_BYTES = 128 * 1024 * 1024
MAY_TAKE = timedelta(minutes=15)  # for one, from its turn on


class ExportState(StrEnum):
    WAITING = "waiting"
    UNDER_WAY = "under way"
    READY = "ready"
    BROKEN = "broken"
    TOO_LARGE = "too large"


RUNNING = frozenset({ExportState.WAITING, ExportState.UNDER_WAY})


def state_now(
    state: ExportState, *, beat_at: datetime, ended_at: datetime | None, now: datetime
) -> ExportState | None:
    """Return how an export stands; None when it has lain for its hour, as if none was made.

    One whose server fell silent is broken, whatever was written last.
    """
    if ended_at is not None and now - ended_at >= LIES_FOR:
        return None
    if state in RUNNING and now - beat_at >= LOST_AFTER:
        return ExportState.BROKEN
    return state
