"""The machine: where an act leads from a state, or that it leads nowhere."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from closeknit.rooms.listening.rules.states import (
    BOTH,
    NOBODY,
    NOTHING_LEFT,
    Act,
    Event,
    Stage,
    State,
)

TURNS = 2

ENOUGH_AFTER = 2  # say-backs, after which it may also rest


def advance(state: State, event: Event, now: datetime) -> State:
    """Return the state after an event; the same one when the event has no place in it."""
    now = now.replace(microsecond=0)
    if state.is_over:
        return state
    if event.act is Act.STOP:
        return _ended(state, Stage.STOPPED if state.has_begun else Stage.NOT_TONIGHT)
    if state.is_paused:
        return _while_paused(state, event, now)
    if event.act is Act.PAUSE:
        return _paused(state, event, now) if state.has_begun else state
    step = _STEPS.get((state.stage, event.act))
    if step is None or event.version != state.version:
        return state
    return step(state, event, now)


def auto_paused(state: State, now: datetime) -> State:
    """Return a listening room that both left on an earlier day, as a pause that waits for both."""
    if not state.has_begun or state.is_paused:
        return state
    since = now.replace(microsecond=0)
    since = min(since, state.turn_ends_at) if state.turn_ends_at else since
    return replace(state, paused_at=since, return_at=since, back=NOBODY)


_Step = Callable[[State, Event, datetime], State]

_Go = Callable[[State, datetime], State]


def _to(state: State, stage: Stage, **changes: object) -> State:
    fresh = {"done": NOBODY, "turn_ends_at": None, **changes}
    return replace(state, stage=stage, version=state.version + 1, **fresh)  # type: ignore[arg-type]


def _ended(state: State, stage: Stage) -> State:
    return _to(state, stage, back=NOBODY, paused_at=None, return_at=None)


def _paused(state: State, event: Event, now: datetime) -> State:
    return replace(
        state,
        paused_at=now,
        return_at=max(event.return_at or now, now),
        back=NOBODY,
        version=state.version + 1,
    )


def _while_paused(state: State, event: Event, now: datetime) -> State:
    """Take more time, or come back; it goes on when both are back, never before."""
    if event.act is Act.PAUSE and event.version == state.version:
        return replace(
            state,
            return_at=max(event.return_at or now, now, state.paused_at or now),
            back=NOBODY,
            version=state.version + 1,
        )
    if event.act is not Act.COME_BACK:
        return state
    back = BOTH if state.is_one_device else state.back | {event.seat}
    return _resumed(state, now) if back == BOTH else replace(state, back=back)


def _resumed(state: State, now: datetime) -> State:
    ends = state.turn_ends_at
    if ends is not None and state.paused_at is not None:
        ends += max(now - state.paused_at, NOTHING_LEFT)
    return replace(
        state,
        turn_ends_at=ends,
        paused_at=None,
        return_at=None,
        back=NOBODY,
        version=state.version + 1,
    )


# These four make the table of steps below once, when the module is read; a mutant comes later.
# pragma: no mutate start
def _by_speaker(go: _Go) -> _Step:
    return lambda state, event, now: (
        go(state, now) if state.is_one_device or event.seat is state.speaker else state
    )


def _by_listener(go: _Go) -> _Step:
    return lambda state, event, now: (
        go(state, now) if state.is_one_device or event.seat is state.listener else state
    )


def _by_each(go: _Go) -> _Step:
    def step(state: State, event: Event, now: datetime) -> State:
        done = state.done | {event.seat}
        return go(state, now) if done == BOTH else replace(state, done=done)

    return step


def _by_each_or_one_device(go: _Go) -> _Step:
    each = _by_each(go)
    return lambda state, event, now: (
        go(state, now) if state.is_one_device else each(state, event, now)
    )


# pragma: no mutate end


def _name_topic(state: State, event: Event, _now: datetime) -> State:
    done = NOBODY if state.is_one_device else frozenset({event.seat})
    return _to(state, Stage.AGREEMENT, done=done)


def _speak(state: State, now: datetime) -> State:
    return _to(state, Stage.SPEAKING, turn_ends_at=now + state.turn_lasts)


def _try_again(state: State, _now: datetime) -> State:
    return _to(state, Stage.SAYING_BACK, attempt=state.attempt + 1)


def _heard(state: State, now: datetime) -> State:
    """Go on to the ratings; on one device they are nobody's, so they are left out."""
    return _next_turn(state, now) if state.is_one_device else _to(state, Stage.RATING)


def _rest(state: State, now: datetime) -> State:
    return _heard(state, now) if state.attempt >= ENOUGH_AFTER else state


def _next_turn(state: State, _now: datetime) -> State:
    if state.turn == TURNS:
        return _to(state, Stage.THANKS)
    return _to(state, Stage.READY, turn=state.turn + 1, attempt=1, speaker=state.listener)


_STEPS: Mapping[tuple[Stage, Act], _Step] = {
    (Stage.TOPIC, Act.NAME_TOPIC): _name_topic,
    (Stage.AGREEMENT, Act.OTHER_TOPIC): lambda state, _event, _now: _to(state, Stage.TOPIC),
    (Stage.AGREEMENT, Act.AGREE): _by_each(lambda state, _now: _to(state, Stage.READY)),
    (Stage.READY, Act.BEGIN): _by_speaker(_speak),
    (Stage.SPEAKING, Act.FINISH): _by_speaker(lambda state, _now: _to(state, Stage.SAYING_BACK)),
    (Stage.SAYING_BACK, Act.SAY_BACK): _by_listener(lambda state, _now: _to(state, Stage.CHECKING)),
    (Stage.CHECKING, Act.GOT_IT): _by_speaker(_heard),
    (Stage.CHECKING, Act.ALMOST): _by_speaker(_try_again),
    (Stage.CHECKING, Act.NOT_YET): _by_speaker(_try_again),
    (Stage.CHECKING, Act.ENOUGH): _by_speaker(_rest),
    (Stage.RATING, Act.RATE): _by_each(_next_turn),
    (Stage.THANKS, Act.THANK): _by_each_or_one_device(lambda state, _now: _to(state, Stage.DONE)),
}
