"""A day of questions between two people, played by a machine that tries every order of acts."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from vault_cast import ALICE, BOB, COUPLE, ESCROW, person, place_of

from closeknit.domain.vault import (
    Place,
    Readers,
    Sealed,
    VaultError,
    box_for,
    new_couple_key,
    open_box,
    open_own,
    open_shared,
    release,
    seal,
    share,
)

AUTHORS = st.sampled_from([ALICE, BOB])


@dataclass(frozen=True)
class Answer:
    place: Place
    row: Sealed
    words: str


class Day(RuleBasedStateMachine):
    """The rows of one question; only public vault calls open or close anything."""

    @initialize()
    def two_people_pair(self):
        alice, bob = person(ALICE)[0], person(BOB)[0]
        self.keyrings = {
            ALICE: alice.with_pin(BOB, bob.public),
            BOB: bob.with_pin(ALICE, alice.public),
        }
        self.members = {ALICE, BOB}
        self.epoch = 0
        self.boxes: dict[UUID, bytes] = {}
        self.answers: dict[UUID, Answer] = {}
        self.passed: set[UUID] = set()
        self.open_epoch()

    def open_epoch(self):
        """The lowest remaining member signs a new couple key for whoever is still there."""
        self.epoch += 1
        self.signer = min(self.members)
        key = new_couple_key()
        self.boxes = {
            reader: box_for(
                self.keyrings[reader].public,
                key=key,
                couple=COUPLE,
                epoch=self.epoch,
                reader_id=reader,
                signer=self.keyrings[self.signer],
                signer_id=self.signer,
            )
            for reader in self.members
        }

    def couple_key(self, reader: UUID) -> bytes:
        return open_box(
            self.boxes[reader],
            keyring=self.keyrings[reader],
            reader_id=reader,
            couple=COUPLE,
            epoch=self.epoch,
            signer_id=self.signer,
        )

    def both_have_answered(self) -> bool:
        return len(self.answers) == 2

    @precondition(lambda self: len(self.members) == 2)
    @rule(author=AUTHORS, words=st.text(max_size=20))
    def answer(self, author, words):
        if author in self.answers or author in self.passed:
            return
        place = place_of(author, row=uuid4(), epoch=self.epoch)
        row = seal(
            {"words": words},
            readers=Readers.ESCROW,
            author=self.keyrings[author],
            place=place,
            couple_key=self.couple_key(author),
            escrow_key=ESCROW,
        )
        self.answers[author] = Answer(place, row, words)

    @rule(author=AUTHORS)
    def pass_on(self, author):
        if author not in self.answers:
            self.passed.add(author)

    @precondition(both_have_answered)
    @rule()
    def reveal_what_is_escrowed(self):
        for author, answer in self.answers.items():
            if answer.row.escrow:
                wrap = release(answer.row.escrow, place=answer.place, escrow_key=ESCROW)
                revealed = replace(answer.row, for_couple=wrap, escrow=None)
                self.answers[author] = replace(answer, row=revealed)

    @rule(author=AUTHORS)
    def hand_over(self, author):
        answer = self.answers.get(author)
        if answer is None or author not in self.members or len(self.members) < 2:
            return
        wrap = share(
            answer.row.for_owner,
            keyring=self.keyrings[author],
            place=answer.place,
            couple_key=self.couple_key(author),
        )
        handed = replace(answer.row, for_couple=wrap, escrow=None)
        self.answers[author] = replace(answer, row=handed)

    @rule(author=AUTHORS)
    def let_go(self, author):
        if author in self.answers and self.answers[author].row.for_couple is None:
            del self.answers[author]

    @precondition(lambda self: len(self.members) == 2)
    @rule(leaver=AUTHORS)
    def leave(self, leaver):
        self.left = {"key": self.couple_key(leaver), "leaver": leaver, "rows": []}
        for author, answer in self.answers.items():
            if answer.row.for_couple is None:
                self.left["rows"].append(answer)
                gone = Sealed(sealed=b"", for_owner=None, for_couple=None, escrow=None)
                self.answers[author] = replace(answer, row=gone)
        self.members = self.members - {leaver}
        self.open_epoch()

    @invariant()
    def authors_read_their_own_words_until_those_are_destroyed(self):
        for author, answer in self.answers.items():
            if answer.row.for_owner:
                own = open_own(
                    answer.row.sealed,
                    answer.row.for_owner,
                    keyring=self.keyrings[author],
                    place=answer.place,
                )
                assert own == {"words": answer.words}

    @precondition(lambda self: len(self.members) == 2)
    @invariant()
    def partners_read_exactly_what_was_revealed(self):
        for author, answer in self.answers.items():
            partner = BOB if author == ALICE else ALICE
            opened = self.tried(answer, self.couple_key(partner), partner=partner)
            assert opened == ({answer.words} if answer.row.for_couple else set())

    @invariant()
    def the_host_reads_nothing_with_its_own_key(self):
        for author, answer in self.answers.items():
            partner = BOB if author == ALICE else ALICE
            assert self.tried(answer, ESCROW, partner=partner) == set()

    @precondition(lambda self: len(self.members) == 1)
    @invariant()
    def whoever_left_has_no_key_of_the_new_epoch_and_destroyed_rows_stay_shut(self):
        leaver = self.left["leaver"]
        (stayed,) = self.members
        assert leaver not in self.boxes
        with pytest.raises(VaultError):
            open_box(
                self.boxes[stayed],
                keyring=self.keyrings[leaver],
                reader_id=stayed,
                couple=COUPLE,
                epoch=self.epoch,
                signer_id=self.signer,
            )
        for answer in self.answers.values():
            assert self.tried(answer, self.couple_key(stayed), partner=stayed) == set()
        for destroyed in self.left["rows"]:
            assert self.tried(destroyed, self.left["key"], partner=leaver) == set()

    def tried(self, answer: Answer, key: bytes, *, partner: UUID) -> set[str]:
        """Return what a reader gets from a row by trying each of its columns as the wrap."""
        author = answer.place.owner
        pinned = self.keyrings[partner].pins.get(author, self.keyrings[author].public)
        opened = set()
        for wrap in (answer.row.for_couple, answer.row.for_owner, answer.row.escrow):
            try:
                read = open_shared(
                    answer.row.sealed,
                    wrap or b"",
                    couple_key=key,
                    author=pinned,
                    place=answer.place,
                )
            except VaultError:
                continue
            opened.add(read["words"])
        return opened


TestDay = Day.TestCase
TestDay.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def test_one_answer_and_one_pass_open_nothing():
    day = Day()
    day.two_people_pair()
    day.answer(ALICE, "I miss our walks")
    day.pass_on(BOB)

    seen = day.tried(day.answers[ALICE], day.couple_key(BOB), partner=BOB)

    assert not day.both_have_answered()
    assert seen == set()


def test_two_answers_open_each_other():
    day = Day()
    day.two_people_pair()
    day.answer(ALICE, "I miss our walks")
    day.answer(BOB, "Me too")

    day.reveal_what_is_escrowed()

    assert day.tried(day.answers[ALICE], day.couple_key(BOB), partner=BOB) == {"I miss our walks"}
    assert day.tried(day.answers[BOB], day.couple_key(ALICE), partner=ALICE) == {"Me too"}


def test_an_answer_alone_opens_only_when_its_author_hands_it_over():
    day = Day()
    day.two_people_pair()
    day.answer(ALICE, "I miss our walks")

    before = day.tried(day.answers[ALICE], day.couple_key(BOB), partner=BOB)
    day.hand_over(ALICE)
    after = day.tried(day.answers[ALICE], day.couple_key(BOB), partner=BOB)

    assert before == set()
    assert after == {"I miss our walks"}
