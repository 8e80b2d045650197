"""Whether a day brings a reminder, and when reminders stop by themselves."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

UNANSWERED = 7
LOOK_BACK_ON = 6  # Sunday, counted from Monday as 0
A_MONTH = timedelta(days=30)


class ReminderPace(StrEnum):
    LITTLE = "little"
    SOME = "some"
    MORE = "more"

    @property
    def weekdays(self) -> frozenset[int]:
        """Return its days of the week, Monday being 0; each pace has Sunday."""
        return _WEEKDAYS[self]


_WEEKDAYS = {
    ReminderPace.LITTLE: frozenset({2, 6}),
    ReminderPace.SOME: frozenset({0, 2, 4, 6}),
    ReminderPace.MORE: frozenset(range(7)),
}


class MessageKind(StrEnum):
    """What a message is about, as far as anybody may know."""

    WAITING = "waiting"
    LOOK_BACK = "look_back"
    LAST_LINE = "last_line"


class DeliveryState(StrEnum):
    """How far a message came; `claimed` is written before it is handed over."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ReminderState:
    """Where a person stands on the day `on`; `was_here` since their last reminder."""

    on: date
    pace: ReminderPace
    was_here: bool
    silent_days: int = 0
    is_stopped: bool = False
    paused_until: date | None = None
    last_sent_on: date | None = None


@dataclass(frozen=True)
class Waits:
    """What waits for one person by their own doing or by a date that both see."""

    is_something_open: bool = False
    is_a_meeting_today: bool = False


@dataclass(frozen=True)
class ReminderDecision:
    """What a day brings; `kind` None brings nothing."""

    kind: MessageKind | None
    silent_days: int
    is_stopped: bool = field(default=False)


def decide(state: ReminderState, waits: Waits) -> ReminderDecision:
    """Choose at most one message; the eighth in a row that finds nobody is the last."""
    silent = 0 if state.was_here else state.silent_days
    is_stopped = state.is_stopped and not state.was_here
    kind = None if is_stopped or _rests(state) else _kind(state, waits)
    if kind is None:
        return ReminderDecision(kind=None, silent_days=silent, is_stopped=is_stopped)
    if silent >= UNANSWERED:
        return ReminderDecision(kind=MessageKind.LAST_LINE, silent_days=silent, is_stopped=True)
    return ReminderDecision(kind=kind, silent_days=silent + 1)


def _rests(state: ReminderState) -> bool:
    is_paused = state.paused_until is not None and state.on < state.paused_until
    is_done = state.last_sent_on is not None and state.last_sent_on >= state.on
    return is_paused or is_done


def _kind(state: ReminderState, waits: Waits) -> MessageKind | None:
    weekday = state.on.weekday()
    if weekday not in state.pace.weekdays and not waits.is_a_meeting_today:
        return None
    if weekday == LOOK_BACK_ON:
        return MessageKind.LOOK_BACK
    has_reason = waits.is_something_open or waits.is_a_meeting_today
    return MessageKind.WAITING if has_reason else None
