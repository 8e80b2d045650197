"""Two worlds that go on side by side: whatever the course of evenings, Bob finds the same in both.

In one world Alice also does what is hers alone. All else is done in both: the clock, what Bob does,
and what Alice shares.
"""

from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
from courses import ALICES_SHARED_ACTS, BOBS_ACTS, ONCE, UNDONE, kind_of
from evenings import an_evening
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from private_acts import PRIVATE_ACTS, WITH_BOTH_THERE
from worlds import Evening, assert_same

ALICES_OWN = {**PRIVATE_ACTS, **WITH_BOTH_THERE}
HOURS = st.sampled_from([1, 5, 11, 24, 24, 48, 120, 200])


class TwoWorlds(RuleBasedStateMachine):
    def __init__(self, evening: Evening) -> None:
        super().__init__()
        self.open = ExitStack()
        self.without = self.open.enter_context(evening.world("without"))
        self.within = self.open.enter_context(evening.world("within"))
        self.clock = evening.clock
        self.course: list[str] = []
        self.alone: set[str] = set()
        """The kinds of words that wait for the other in one world alone."""
        self.shared: set[str] = set()
        self.spent: set[str] = set()
        self.is_same = True

    @rule(hours=HOURS)
    def time_goes_by(self, hours: int) -> None:
        self.course.append(f"{hours} hours")
        self.clock.forward(hours=hours)

    @rule(data=st.data())
    def alice_alone(self, data) -> None:
        acts = ALICES_OWN.keys() - self.spent
        name = self._drawn(data, sorted(acts), but=self.shared)
        self.spent |= {name} & ONCE
        if name not in UNDONE:
            self.alone.add(kind_of(name))
        self.within.do("alice", ALICES_OWN[name], self._step("Alice alone", name))

    @rule(data=st.data())
    def bob(self, data) -> None:
        self._in_both("bob", data, BOBS_ACTS)

    @rule(data=st.data())
    def alice_for_both(self, data) -> None:
        self._in_both("alice", data, ALICES_SHARED_ACTS)

    @invariant()
    def bob_finds_the_same_days_in_both(self) -> None:
        self._compare([self.within.glance()], [self.without.glance()])

    def teardown(self) -> None:
        try:
            if self.is_same:  # else it is known, and what comes after would hide it
                self._compare([self.within.look()], [self.without.look()])
        finally:
            self.open.close()

    def _in_both(self, who: str, data, acts) -> None:
        name = self._drawn(data, acts, but=self.alone)
        self.shared.add(kind_of(name))
        label = self._step(f"{who} in both", name)
        refused = [world.do(who, acts[name], label) for world in (self.without, self.within)]
        self.is_same = refused[0] == refused[1]
        assert self.is_same, (self.course, refused)

    def _drawn(self, data, acts, *, but: set[str]) -> str:
        may = [name for name in acts if not kind_of(name) or kind_of(name) not in but]
        return data.draw(st.sampled_from(may))

    def _step(self, who: str, name: str) -> str:
        self.course.append(f"{who}: {name}")
        return f"{who} {name} {len(self.course)}"

    def _compare(self, found, expected) -> None:
        self.is_same = found == expected
        assert_same(found, expected, ", ".join(self.course))


@pytest.fixture
def two_languages(settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]


def test_no_course_of_evenings_tells_bob_what_alice_did_alone(db, clock, two_languages):
    examples = settings().max_examples
    machine: Any = partial(TwoWorlds, an_evening(clock))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples // 10,  # ten on each run, two hundred each night
            stateful_step_count=8 if examples < 1000 else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
