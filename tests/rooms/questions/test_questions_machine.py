"""8.4.1: two couples do whatever they like, and nobody ever reads what is not theirs."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from cast import Clock, arrive, pair
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions, queries
from closeknit.rooms.questions.models import Answer
from closeknit.rooms.questions.queries import ExportedDay
from closeknit.rooms.questions.queries.album import answers_by_month, own_questions_in_waiting
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.questions.queries.tonight import tonight_and_earlier_day

WHO = st.sampled_from(["alice", "bob", "charlie", "dana"])
BACK = st.integers(0, 9)
PARTNER = {"alice": "bob", "bob": "alice", "charlie": "dana", "dana": "charlie"}
WAITS = 7
MARK = re.compile(r"mark\d+end")


@dataclass
class Written:
    """What the model knows of one answer: its words, and what became of it."""

    text: str
    is_open: bool = False
    is_kept: bool = False


class TwoCouples(RuleBasedStateMachine):
    """A model in plain dictionaries beside the real room; they must agree on who reads what."""

    viewers: dict[str, Viewer]
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.began = self.clock.now
        self.answers: dict[tuple[str, date], Written] = {}
        self.readers: dict[str, set[str]] = {}
        self.looked_at: list[date] = []

    def viewer(self, who: str) -> Viewer:
        return replace(self.viewers[who], now=self.clock.now)

    def mark(self, *readers: str) -> str:
        text = f"mark{len(self.readers)}end"
        self.readers[text] = set(readers)
        return text

    def pair_of(self, who: str, on: date) -> tuple[Written | None, Written | None]:
        return self.answers.get((who, on)), self.answers.get((PARTNER[who], on))

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 3, 24 * 7]))
    def time_passes(self, hours):
        self.clock.forward(hours=hours)

    @rule(who=WHO, back=BACK)
    def answers_a_day(self, who, back):
        viewer = self.viewer(who)
        on = self.day(viewer, back)
        page = day_page(viewer=viewer, on=on)
        if page is None or page.question is None:
            return
        text, (mine, theirs) = self.mark(who), self.pair_of(who, on)
        try:
            actions.seal_answer(viewer=viewer, on=on, question=page.question.key, text=text)
        except (actions.DayIsClosedError, actions.AlreadyOpenError):
            assert back >= WAITS or (mine is not None and mine.is_open)
            return
        assert back < WAITS
        self.answers[who, on] = Written(text)
        if theirs is not None and not theirs.is_open and not theirs.is_kept:
            self.open_both(who, on)

    def open_both(self, who: str, on: date) -> None:
        for person in (who, PARTNER[who]):
            written = self.answers[person, on]
            written.is_open = True
            self.readers[written.text].add(PARTNER[person])

    @rule(who=WHO, back=BACK)
    def keeps_a_draft(self, who, back):
        viewer, text = self.viewer(who), self.mark(who)
        self.try_to(actions.keep_draft, viewer=viewer, on=self.day(viewer, back), text=text)

    @rule(who=WHO, back=BACK)
    def passes(self, who, back):
        viewer = self.viewer(who)
        self.try_to(actions.pass_on, viewer=viewer, on=self.day(viewer, back))

    @rule(who=WHO)
    def skips_for_good(self, who):
        viewer = self.viewer(who)
        question = queries.tonight(viewer=viewer).question
        if question is not None:
            self.try_to(actions.skip_for_good, viewer=viewer, question=question.key)

    @rule(who=WHO, back=BACK)
    def hands_over(self, who, back):
        viewer = self.viewer(who)
        on = self.day(viewer, back)
        mine = self.answers.get((who, on))
        if self.try_to(actions.hand_over, viewer=viewer, on=on) and not mine.is_open:
            assert back >= WAITS
            assert not mine.is_kept
            mine.is_open = True
            self.readers[mine.text].add(PARTNER[who])

    @rule(who=WHO, back=BACK)
    def keeps_private(self, who, back):
        viewer = self.viewer(who)
        on = self.day(viewer, back)
        if self.try_to(actions.keep_private, viewer=viewer, on=on):
            self.answers[who, on].is_kept = True

    @rule(who=WHO, back=BACK)
    def lets_go(self, who, back):
        viewer = self.viewer(who)
        on = self.day(viewer, back)
        if self.try_to(actions.let_go, viewer=viewer, on=on):
            self.readers[self.answers.pop((who, on)).text] = set()

    @rule(who=WHO, back=BACK)
    def replies(self, who, back):
        viewer, text = self.viewer(who), self.mark(who, PARTNER[who])
        on = self.day(viewer, back)
        if self.try_to(actions.reply, viewer=viewer, on=on, text=text, key=uuid4()):
            assert any(each is not None and each.is_open for each in self.pair_of(who, on))

    @rule(who=WHO)
    def asks_something_of_their_own(self, who):
        text = self.mark(who, PARTNER[who])
        actions.ask(viewer=self.viewer(who), text=text, key=uuid4())

    def day(self, viewer: Viewer, back: int) -> date:
        on = viewer.today - timedelta(days=back)
        self.looked_at = [on]
        return on

    def try_to(self, act, **arguments) -> bool:
        refusals = (
            actions.AlreadyOpenError,
            actions.DayIsClosedError,
            actions.LastQuestionError,
            actions.QuestionChangedError,
        )
        try:
            act(**arguments)
        except refusals:
            return False
        return True

    @invariant()
    def each_reads_what_is_open_to_them_and_nothing_else(self):
        for who in self.viewers:
            exported = queries.export(viewer=self.viewer(who))
            seen = set(MARK.findall(repr([exported, self.pages(who)])))
            assert all(who in self.readers[text] for text in seen), (who, seen)
            self.finds_all_that_is_open(who, exported)

    def finds_all_that_is_open(self, who, exported):
        days = {each.on: each for each in exported if isinstance(each, ExportedDay)}
        for (writer, on), written in self.answers.items():
            if who in self.readers[written.text]:
                found = days[on].mine if writer == who else days[on].theirs
                assert found == written.text

    def pages(self, who: str) -> list[object]:
        viewer = self.viewer(who)
        days = {viewer.today, *self.looked_at}
        return [
            tonight_and_earlier_day(viewer=viewer),
            [day_page(viewer=viewer, on=on) for on in days],
        ]

    def teardown(self) -> None:
        for who in self.viewers:
            viewer = self.viewer(who)
            shown = answers_by_month(viewer=viewer, asked=None, strand=None)
            seen = MARK.findall(repr([shown, own_questions_in_waiting(viewer=viewer)]))
            assert all(who in self.readers[text] for text in seen), (who, seen)
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.clock.now = self.began

    @invariant()
    def no_wrap_waits_where_nothing_may_open(self):
        rows = Answer.objects.select_related("day", "owner")
        for row in rows:
            written = self.answers[row.owner.username, row.day.date]
            assert (row.for_couple is not None) == written.is_open
            assert (row.escrow is None) or not (written.is_open or written.is_kept)


@pytest.mark.django_db
def test_8_4_1_two_couples_never_read_each_other_nor_what_is_sealed(clock):
    names = ["Alice", "Bob", "Charlie", "Dana"]
    cast = {name.lower(): arrive(name, clock, alone=name in ("Alice", "Charlie")) for name in names}
    pair(cast["alice"], cast["bob"])
    pair(cast["charlie"], cast["dana"])

    class Machine(TwoCouples):
        viewers = {name: person.viewer() for name, person in cast.items()}

    Machine.clock = clock

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
