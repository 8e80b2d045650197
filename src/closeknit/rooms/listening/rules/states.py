"""Where an evening of the listening room stands, and what may happen in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

NOTHING_LEFT = timedelta()


class Seat(IntEnum):
    ONE = 1
    TWO = 2

    @property
    def other(self) -> "Seat":
        return Seat.TWO if self is Seat.ONE else Seat.ONE


BOTH = frozenset(Seat)

NOBODY = frozenset[Seat]()


class Stage(StrEnum):
    TOPIC = "topic"
    AGREEMENT = "agreement"
    READY = "ready"
    SPEAKING = "speaking"
    SAYING_BACK = "saying back"
    CHECKING = "checking"
    RATING = "rating"
    THANKS = "thanks"
    DONE = "done"
    NOT_TONIGHT = "not tonight"
    STOPPED = "stopped"


BEFORE = frozenset({Stage.TOPIC, Stage.AGREEMENT})

SPEAKERS_TURN = frozenset({Stage.READY, Stage.SPEAKING, Stage.CHECKING})

OVER = frozenset({Stage.DONE, Stage.NOT_TONIGHT, Stage.STOPPED})


class Act(StrEnum):
    NAME_TOPIC = "name topic"
    OTHER_TOPIC = "other topic"
    AGREE = "agree"
    BEGIN = "begin"
    FINISH = "finish"
    SAY_BACK = "say back"
    GOT_IT = "got it"
    ALMOST = "almost"
    NOT_YET = "not yet"
    ENOUGH = "enough"
    RATE = "rate"
    THANK = "thank"
    PAUSE = "pause"
    COME_BACK = "come back"
    STOP = "stop"


@dataclass(frozen=True)
class Event:
    """One tap: by whom, and on a page that showed which version."""

    act: Act
    seat: Seat
    version: int
    return_at: datetime | None = None


@dataclass(frozen=True)
class State:
    """Where an evening stands; `done` are the seats that did their part of a step both must do."""

    opener: Seat
    speaker: Seat
    is_one_device: bool
    turn_lasts: timedelta
    stage: Stage
    turn: int = 1
    attempt: int = 1
    version: int = 1
    done: frozenset[Seat] = NOBODY
    back: frozenset[Seat] = NOBODY
    turn_ends_at: datetime | None = None
    paused_at: datetime | None = None
    return_at: datetime | None = None

    @property
    def listener(self) -> Seat:
        return self.speaker.other

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def has_begun(self) -> bool:
        return self.stage not in BEFORE and not self.is_over

    def speaker_in(self, turn: int) -> Seat:
        return self.speaker if turn == self.turn else self.speaker.other

    def time_left(self, now: datetime) -> timedelta | None:
        """Return what is left of the turn; a pause holds it."""
        if self.turn_ends_at is None:
            return None
        left = self.turn_ends_at - (self.paused_at or now)
        return min(max(left, NOTHING_LEFT), self.turn_lasts)


def is_waiting(state: State, seat: Seat) -> bool:
    """Tell whether only the other one can move the listening room on."""
    if state.is_one_device or state.is_over:
        return False
    if state.is_paused:
        return seat in state.back
    if state.stage in SPEAKERS_TURN:
        return seat is state.listener
    return seat is state.speaker if state.stage is Stage.SAYING_BACK else seat in state.done


def new_state(*, opener: Seat, speaker: Seat, is_one_device: bool, turn_lasts: timedelta) -> State:
    """Return a listening room whose topic is named; on one device both still say yes by hand."""
    return State(
        opener=opener,
        speaker=speaker,
        is_one_device=is_one_device,
        turn_lasts=turn_lasts,
        stage=Stage.AGREEMENT,
        done=NOBODY if is_one_device else frozenset({opener}),
    )
