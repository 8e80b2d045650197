"""Answers, loops and yeses open for both in one act, whatever happens on the way."""

from dataclasses import replace

import pytest
from cast import Clock
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from reveal_cast import REVEALS, Reveal, lose_the_escrow_key, write

from closeknit.domain.vault import Readers
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.people.actions.reveal import open_together
from closeknit.rooms.people.viewer import Viewer

EACH = pytest.mark.parametrize("reveal", REVEALS, ids=lambda each: each.name)
WHO = st.sampled_from(["alice", "bob"])
NEW, NEWER = (bytes([number]) * 32 for number in (2, 3))


@EACH
def test_one_alone_opens_nothing_and_two_open_each_other(couple, reveal):
    alice, bob = couple

    write(reveal, alice)
    alone = reveal.open_to(bob.viewer())
    write(reveal, bob)

    assert alone == 0
    assert [reveal.open_to(person.viewer()) for person in couple] == [2, 2]
    assert {row.opened_on for row in reveal.rows()} == {alice.viewer().today}


@EACH
def test_after_a_lost_escrow_key_the_authors_next_post_seals_anew_and_opens_both_once(
    couple, reveal, settings
):
    alice, bob = couple
    write(reveal, alice)
    lose_the_escrow_key(settings)

    write(reveal, bob)
    before = [reveal.open_to(person.viewer()) for person in couple]
    write(reveal, alice)

    assert before == [1, 1]
    assert [reveal.open_to(person.viewer()) for person in couple] == [2, 2]
    assert len(reveal.rows()) == 2


@EACH
def test_nothing_opens_until_both_have_sealed_anew_under_the_key_of_today(couple, reveal, settings):
    alice, bob = couple
    write(reveal, alice)
    lose_the_escrow_key(settings, key=NEW)
    write(reveal, bob)
    lose_the_escrow_key(settings, key=NEWER)

    write(reveal, alice)
    with_one = [reveal.open_to(person.viewer()) for person in couple]
    bob.sign_in().get("/")

    assert with_one == [1, 1]
    assert [reveal.open_to(person.viewer()) for person in couple] == [2, 2]
    assert all(row.escrow is None for row in reveal.rows())


@EACH
def test_an_escrow_that_still_opens_is_not_sealed_anew(couple, reveal):
    alice, _bob = couple
    write(reveal, alice)
    before = [bytes(row.sealed) for row in reveal.rows()]

    reveal.renew(viewer=alice.viewer())

    assert [bytes(row.sealed) for row in reveal.rows()] == before


@EACH
def test_no_row_stays_half_open_in_the_database(couple, reveal):
    alice, _bob = couple
    write(reveal, alice)
    (row,) = reveal.rows()

    for column, value in (("for_couple", b"a wrap"), ("opened_on", alice.viewer().today)):
        with pytest.raises(IntegrityError), transaction.atomic():
            reveal.model._default_manager.filter(pk=row.pk).update(**{column: value})


@EACH
def test_two_rows_of_one_person_or_a_strangers_rows_never_open(couple, charlie, reveal):
    alice, _bob = couple
    write(reveal, alice)
    everyone = reveal.model._default_manager.all()

    opened = [open_together(viewer=each.viewer(), rows=everyone) for each in (*couple, charlie)]

    assert opened == [False, False, False]
    assert all(row.escrow is not None for row in reveal.rows())


def test_words_that_are_not_revealed_together_never_wait_under_an_escrow(couple):
    viewer = couple[0].viewer()
    row = Appreciation(couple=viewer.couple, written_on=viewer.today)

    with pytest.raises(TypeError):
        viewer.seal(row, {"did": "the kettle"}, readers=Readers.ESCROW)


@EACH
def test_sealing_sets_every_column_of_a_row(couple, reveal):
    alice, _bob = couple
    write(reveal, alice)
    (row,) = reveal.rows()

    filled = {}
    for readers in (Readers.ESCROW, Readers.SELF, Readers.BOTH):
        alice.viewer().seal(row, {"text": "anew"}, readers=readers)
        columns = ("sealed", "for_owner", "for_couple", "escrow")
        filled[readers] = {name for name in columns if getattr(row, name) is not None}

    assert filled == {
        Readers.ESCROW: {"sealed", "for_owner", "escrow"},
        Readers.SELF: {"sealed", "for_owner"},
        Readers.BOTH: {"sealed", "for_owner", "for_couple"},
    }


class TwoWrite(RuleBasedStateMachine):
    """Which key each of the two wrote under, beside the real rows: they open as the model says."""

    reveal: Reveal
    viewers: dict[str, Viewer]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.under: dict[str, int] = {}
        self.key = 0
        self.is_open = False
        self.turn_key(0)

    def turn_key(self, number: int) -> None:
        self.key = number
        secrets = django_settings.HOST_SECRETS
        django_settings.HOST_SECRETS = replace(secrets, escrow=bytes([number]) * 32)

    @precondition(lambda self: not self.is_open)
    @rule(who=WHO)
    def writes(self, who):
        self.reveal.write(self.viewers[who])
        self.note_sealed(who)

    @rule(who=WHO)
    def visits(self, who):
        self.reveal.renew(viewer=self.viewers[who])
        if who in self.under and not self.is_open:
            self.note_sealed(who)

    @precondition(lambda self: not self.is_open)
    @rule(who=WHO)
    def takes_back(self, who):
        if who in self.under:
            self.reveal.take_back(self.viewers[who])
            del self.under[who]

    @rule(number=st.integers(1, 5))
    def the_host_loses_its_key(self, number):
        self.turn_key(number)

    def note_sealed(self, who: str) -> None:
        self.under[who] = self.key
        self.is_open = sorted(self.under.values()) == [self.key, self.key]

    @invariant()
    def both_read_both_or_each_their_own(self):
        rows = self.reveal.rows()
        assert {row.owner.name.lower() for row in rows} == set(self.under)
        for who, viewer in self.viewers.items():
            assert self.reveal.open_to(viewer) == (2 if self.is_open else who in self.under)
        for row in rows:
            assert (row.opened_on is not None, row.escrow is None) == (self.is_open, self.is_open)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


@EACH
def test_whatever_two_people_and_their_host_do_both_open_together_or_not_at_all(
    couple, clock: Clock, reveal, settings
):
    TwoWrite.reveal = reveal
    TwoWrite.viewers = {person.name.lower(): person.viewer() for person in couple}

    run_state_machine_as_test(TwoWrite, settings=MANY)


MANY = settings(
    max_examples=25,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
