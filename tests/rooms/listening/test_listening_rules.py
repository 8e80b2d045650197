"""The machine of the listening room: every sequence of taps leads to a state that makes sense."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from closeknit.rooms.listening.rules import (
    BOTH,
    NOBODY,
    Act,
    Event,
    Seat,
    Stage,
    State,
    advance,
    auto_paused,
    is_waiting,
    new_state,
)

EVENING = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
TURN = timedelta(minutes=2)
ONE, TWO = Seat.ONE, Seat.TWO
SEATS, ACTS, YES_OR_NO = st.sampled_from(list(Seat)), st.sampled_from(list(Act)), st.booleans()
# One whole turn and its swap; each act by the seat that is due, the rating by both.
TURN_OF_ONE = (
    (Act.BEGIN, ONE),
    (Act.FINISH, ONE),
    (Act.SAY_BACK, TWO),
    (Act.GOT_IT, ONE),
    (Act.RATE, ONE),
    (Act.RATE, TWO),
)
TURN_OF_TWO = tuple((act, seat.other) for act, seat in TURN_OF_ONE)
EVENING_OF_TAPS = (
    (Act.AGREE, TWO),
    *TURN_OF_ONE,
    *TURN_OF_TWO,
    (Act.THANK, TWO),
    (Act.THANK, ONE),
)


def fresh(*, is_one_device=False, opener=ONE, speaker=ONE) -> State:
    return new_state(opener=opener, speaker=speaker, is_one_device=is_one_device, turn_lasts=TURN)


def tap(state: State, act: Act, seat: Seat, now: datetime = EVENING, **more) -> State:
    return advance(state, Event(act=act, seat=seat, version=state.version, **more), now)


def after(*taps: tuple[Act, Seat], state: State | None = None) -> State:
    for act, seat in taps:
        moved = tap(state or fresh(), act, seat)
        assert moved != state, (act, seat)
        state = moved
    return state


def states_of_an_evening() -> list[State]:
    """Return every state that two devices pass through, from the first yes to the end."""
    return [after(*EVENING_OF_TAPS[:count]) for count in range(1, len(EVENING_OF_TAPS) + 1)]


def test_an_evening_goes_from_a_yes_by_two_turns_to_the_thanks():
    stages = [state.stage for state in states_of_an_evening()]

    one_turn = [Stage.SPEAKING, Stage.SAYING_BACK, Stage.CHECKING, Stage.RATING, Stage.RATING]
    assert stages == [
        *(Stage.READY, *one_turn),
        *(Stage.READY, *one_turn),
        *(Stage.THANKS, Stage.THANKS, Stage.DONE),
    ]


def test_the_two_swap_after_the_first_turn():
    swapped = after((Act.AGREE, TWO), *TURN_OF_ONE)

    assert (swapped.turn, swapped.speaker, swapped.attempt) == (2, TWO, 1)
    assert [swapped.speaker_in(turn) for turn in (1, 2)] == [ONE, TWO]


@pytest.mark.parametrize("answer", [Act.ALMOST, Act.NOT_YET])
def test_a_say_back_that_missed_is_tried_again(answer):
    checking = after((Act.AGREE, TWO), *TURN_OF_ONE[:3])

    again = tap(checking, answer, ONE)

    assert (again.stage, again.attempt) == (Stage.SAYING_BACK, 2)


def test_it_may_rest_only_after_a_second_try():
    first = after((Act.AGREE, TWO), *TURN_OF_ONE[:3])
    second = after((Act.ALMOST, ONE), (Act.SAY_BACK, TWO), state=first)

    assert tap(first, Act.ENOUGH, ONE) == first
    assert tap(second, Act.ENOUGH, ONE).stage is Stage.RATING


def test_nothing_begins_before_both_said_yes():
    waiting = fresh()

    tried = [tap(waiting, act, seat) for act in Act for seat in Seat if act is not Act.STOP]

    assert {each.stage for each in tried} == {Stage.AGREEMENT, Stage.TOPIC, Stage.READY}
    assert [each for each in tried if each.has_begun] == [tap(waiting, Act.AGREE, TWO)]


def test_on_one_device_each_says_yes_by_hand():
    state = fresh(is_one_device=True)

    once = tap(state, Act.AGREE, ONE)

    assert state.done == NOBODY
    assert tap(once, Act.AGREE, ONE) == once
    assert tap(once, Act.AGREE, TWO).stage is Stage.READY


def test_on_one_device_whoever_taps_moves_it_on_and_nothing_is_rated():
    state = after((Act.AGREE, ONE), (Act.AGREE, TWO), state=fresh(is_one_device=True))

    for act in (Act.BEGIN, Act.FINISH, Act.SAY_BACK, Act.GOT_IT) * 2:
        assert state.stage is not Stage.RATING
        state = tap(state, act, ONE)

    assert state.stage is Stage.THANKS
    assert tap(state, Act.THANK, ONE).stage is Stage.DONE


def test_another_topic_takes_the_yes_back():
    renamed = after((Act.OTHER_TOPIC, TWO), (Act.NAME_TOPIC, TWO), state=fresh())

    assert renamed.stage is Stage.AGREEMENT
    assert renamed.done == {TWO}


@pytest.mark.parametrize("seat", list(Seat))
@pytest.mark.parametrize("state", [fresh(), *states_of_an_evening()[:-1]], ids=str)
def test_either_stops_at_any_step_even_from_an_old_page(state, seat):
    stopped = advance(state, Event(act=Act.STOP, seat=seat, version=0), EVENING)

    assert stopped.is_over
    assert stopped.stage is (Stage.STOPPED if state.has_begun else Stage.NOT_TONIGHT)
    assert (stopped.turn_ends_at, stopped.paused_at, stopped.return_at) == (None, None, None)


@pytest.mark.parametrize("seat", list(Seat))
@pytest.mark.parametrize("state", states_of_an_evening()[:-1], ids=str)
def test_a_pause_anywhere_resumes_exactly_there_with_the_time_that_was_left(state, seat):
    at = EVENING + timedelta(seconds=50)
    back_at = at + timedelta(hours=9)
    left = state.time_left(at)

    paused = advance(state, Event(Act.PAUSE, seat, version=0, return_at=back_at), at)
    half = tap(paused, Act.COME_BACK, ONE, back_at)
    resumed = tap(half, Act.COME_BACK, TWO, back_at)

    assert paused.is_paused
    assert half.is_paused
    assert resumed.time_left(back_at) == paused.time_left(back_at) == left
    moved = {"version": resumed.version, "turn_ends_at": resumed.turn_ends_at}
    assert resumed == replace(state, **moved)


@pytest.mark.parametrize("act", [act for act in Act if act not in (Act.STOP, Act.PAUSE)])
def test_nobody_is_called_back_from_a_pause_by_the_other(act):
    paused = tap(after((Act.AGREE, TWO)), Act.PAUSE, TWO, return_at=EVENING)

    tried = tap(paused, act, ONE)

    assert tried.is_paused
    assert tried.version == paused.version


def test_more_time_takes_back_who_was_back():
    paused = tap(after((Act.AGREE, TWO)), Act.PAUSE, TWO, return_at=EVENING)
    half = tap(paused, Act.COME_BACK, ONE)

    longer = tap(half, Act.PAUSE, TWO, return_at=EVENING + timedelta(hours=1))

    assert longer.back == NOBODY
    assert longer.return_at == EVENING + timedelta(hours=1)


@given(state=st.sampled_from(states_of_an_evening()), act=ACTS, seat=SEATS)
def test_two_taps_at_once_give_one_transition(state, act, seat):
    event = Event(act=act, seat=seat, version=state.version, return_at=EVENING)

    once = advance(state, event, EVENING)
    twice = advance(once, event, EVENING)

    assert twice == once


@given(state=st.sampled_from(states_of_an_evening()), act=ACTS, other=ACTS)
def test_taps_by_both_at_once_move_at_most_one_step(state, act, other):
    first = advance(state, Event(act=act, seat=ONE, version=state.version), EVENING)
    both = advance(first, Event(act=other, seat=TWO, version=state.version), EVENING)

    may_always = {Act.STOP, Act.PAUSE}
    assert both.version - state.version <= (2 if may_always & {act, other} else 1)


def test_the_clock_runs_by_instants_and_never_below_nothing():
    speaking = after((Act.AGREE, TWO), (Act.BEGIN, ONE))

    left = [speaking.time_left(EVENING + timedelta(seconds=s)) for s in (0, 30, 120, 9000)]

    assert [each.total_seconds() for each in left] == [120, 90, 0, 0]


def test_a_clock_set_back_gives_no_more_than_a_whole_turn():
    speaking = after((Act.AGREE, TWO), (Act.BEGIN, ONE))

    assert speaking.time_left(EVENING - timedelta(days=365)) == TURN


def test_more_time_by_a_clock_set_back_is_never_before_the_pause_began():
    paused = after((Act.AGREE, TWO), (Act.PAUSE, ONE))
    set_back = EVENING - timedelta(seconds=1)

    more = advance(paused, Event(Act.PAUSE, Seat.ONE, version=paused.version), set_back)

    assert more.return_at == more.paused_at == EVENING


def test_a_room_left_open_on_an_earlier_day_waits_for_both():
    speaking = after((Act.AGREE, TWO), (Act.BEGIN, ONE))
    next_day = EVENING + timedelta(days=1)

    woken = auto_paused(speaking, next_day)

    assert woken.is_paused
    assert woken.time_left(next_day) == timedelta()
    assert auto_paused(fresh(), next_day) == fresh()


def test_a_room_left_open_stands_still_from_the_end_of_the_turn_that_ran():
    speaking = after((Act.AGREE, TWO), (Act.BEGIN, ONE))
    checking = after((Act.AGREE, TWO), (Act.BEGIN, ONE), (Act.FINISH, ONE))
    soon, late = EVENING + timedelta(seconds=30, microseconds=7), EVENING + timedelta(days=1)

    for state, now, since in [
        (speaking, soon, EVENING + timedelta(seconds=30)),
        (speaking, late, EVENING + TURN),
        (checking, late, late),
    ]:
        assert auto_paused(state, now) == replace(
            state, paused_at=since, return_at=since, back=NOBODY
        )


def test_who_waits_is_who_cannot_move_the_room_on():
    begun = ((Act.AGREE, TWO), (Act.BEGIN, ONE))
    said = (*begun, (Act.FINISH, ONE), (Act.SAY_BACK, TWO))
    waiting = [
        (after((Act.AGREE, TWO)), {TWO}),  # one reads, two listens
        (after(*begun), {TWO}),
        (after(*begun, (Act.FINISH, ONE)), {ONE}),
        (after(*said), {TWO}),
        (after(*said, (Act.GOT_IT, ONE)), set()),
        (after(*said, (Act.GOT_IT, ONE), (Act.RATE, ONE)), {ONE}),
        (after(*begun, (Act.PAUSE, ONE)), set()),
        (after(*begun, (Act.PAUSE, ONE), (Act.COME_BACK, TWO)), {TWO}),
        (after(*begun, (Act.STOP, ONE)), set()),
        (after((Act.AGREE, ONE), *begun, state=fresh(is_one_device=True)), set()),
    ]

    for state, expected in waiting:
        assert {seat for seat in Seat if is_waiting(state, seat)} == expected, state


@pytest.mark.parametrize("state", [fresh(), *states_of_an_evening()[:-1]], ids=str)
def test_always_somebody_can_move_the_room_on(state):
    assert not all(is_waiting(state, seat) for seat in BOTH)


class Room(RuleBasedStateMachine):
    """Two people tap whatever they like, on pages that may be old, while time jumps about."""

    @initialize(one=YES_OR_NO, opener=SEATS, speaker=SEATS)
    def open(self, one, opener, speaker):
        self.now = EVENING
        self.state = fresh(is_one_device=one, opener=opener, speaker=speaker)

    @rule(seconds=st.integers(-3600, 100_000))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule(act=ACTS, seat=SEATS, lag=st.sampled_from([0, 0, 0, 1, 5]), minutes=st.integers(-5, 60))
    def somebody_taps(self, act, seat, lag, minutes):
        before = self.state
        return_at = self.now + timedelta(minutes=minutes)
        event = Event(act, seat, version=before.version - lag, return_at=return_at)

        self.state = advance(before, event, self.now)

        assert self.state.version - before.version in (0, 1)
        if self.state.stage is not before.stage:
            assert self.state.version == before.version + 1
        if lag and act not in (Act.STOP, Act.PAUSE, Act.COME_BACK):
            assert self.state == before
        if before.is_over:
            assert self.state == before

    @rule(act=st.sampled_from([Act.BEGIN, Act.FINISH, Act.SAY_BACK, Act.GOT_IT, Act.ALMOST]))
    def who_is_due_taps(self, act):
        for seat in Seat:
            self.somebody_taps(act, seat, 0, 0)

    @rule(act=st.sampled_from([Act.AGREE, Act.RATE, Act.THANK, Act.COME_BACK]))
    def both_tap(self, act):
        for seat in Seat:
            self.somebody_taps(act, seat, 0, 0)

    @invariant()
    def what_stands_is_legal(self):
        state = self.state
        assert state.turn in (1, 2)
        assert state.done != BOTH
        assert state.back != BOTH
        assert (state.paused_at is None) == (state.return_at is None)
        assert not state.is_paused or state.has_begun
        assert not state.is_paused or state.return_at >= state.paused_at
        assert not state.back or state.is_paused
        assert (state.turn_ends_at is not None) == (state.stage is Stage.SPEAKING)
        left = state.time_left(self.now)
        assert left is None or timedelta() <= left <= state.turn_lasts
        instants = (state.turn_ends_at, state.paused_at, state.return_at)
        assert not state.is_over or instants == (None, None, None)


TestRoom = Room.TestCase
TestRoom.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
