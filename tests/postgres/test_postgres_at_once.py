"""Two people at the same instant on PostgreSQL, each in a thread and a connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from cast import Clock, Person, arrive
from django.conf import settings
from django.db import connection, connections
from pairing_races import RACES
from repair_cast import ASKS, LEAVES, half_of
from reveal_cast import PRACTICE, REVEALS

from closeknit.domain.vault import Readers, VaultError, unlock_with_password
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.queries import one_received
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.people.actions.pairing import (
    InvitationIsClosedError,
    accept_invitation,
    find_invitation,
    invite,
)
from closeknit.rooms.people.actions.passwords import change_password, stretch_new
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.models import Membership, Preferences, User
from closeknit.rooms.people.queries import viewer_of
from closeknit.rooms.practices.actions import say_yes, stop_for_tonight
from closeknit.rooms.practices.queries import gate_of
from closeknit.rooms.practices.rules.doing import Gate
from closeknit.rooms.questions.actions import keep_draft, seal_answer
from closeknit.rooms.questions.models import Answer, Day, Draft
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.questions.rules import DayState
from closeknit.rooms.repair.actions import drawing
from closeknit.rooms.repair.models import LoopHalf

pytestmark = pytest.mark.postgres
ROUNDS = 12


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each act in a thread of its own, all let go by one barrier; return what came of each."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except InvitationIsClosedError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def answering(person: Person, text: str) -> Callable[[], object]:
    viewer = person.viewer()
    question = day_page(viewer=viewer, on=viewer.today).question.key
    return partial(seal_answer, viewer=viewer, on=viewer.today, question=question, text=text)


def test_these_tests_run_on_postgresql(postgres_database):
    vendor = connection.vendor

    assert vendor == "postgresql"


def test_11_both_answer_in_the_same_instant_and_there_is_one_reveal(two_at_once, clock: Clock):
    alice, bob = two_at_once
    for turn in range(ROUNDS):
        clock.forward(days=1)

        states = at_once([answering(alice, f"A{turn}"), answering(bob, f"B{turn}")])

        viewers = [alice.viewer(), bob.viewer()]
        pages = [day_page(viewer=viewer, on=viewer.today) for viewer in viewers]
        assert sorted(states) == [DayState.REVEALED, DayState.SEALED_WAITING]
        assert Day.objects.filter(date=viewers[0].today, revealed_on=viewers[0].today).count() == 1
        assert [page.answers.theirs.text for page in pages] == [f"B{turn}", f"A{turn}"]


@pytest.mark.parametrize("reveal", REVEALS, ids=lambda each: each.name)
def test_11_both_write_in_the_same_instant_and_there_is_one_reveal(
    two_at_once, clock: Clock, reveal
):
    for _round in range(ROUNDS):
        clock.forward(days=1)
        today = two_at_once[0].viewer().today

        at_once([partial(reveal.write, person.viewer()) for person in two_at_once])

        opened = reveal.model._default_manager.filter(opened_on=today, escrow=None)
        assert sorted(row.owner.name for row in opened) == ["Alice", "Bob"]
        assert all(person.viewer().open(row) for person in two_at_once for row in opened)


def test_a_half_shown_and_kept_again_while_the_other_writes_stands_once(two_at_once):
    alice, bob = two_at_once
    for turn in range(1, ROUNDS + 1):
        loop = half_of(alice, ASKS)

        at_once(
            [
                partial(drawing.show_half, viewer=alice.viewer(), loop=loop),
                partial(drawing.keep_half, viewer=bob.viewer(), words=LEAVES),
            ]
        )

        assert LoopHalf.objects.filter(opened_on__isnull=False).count() == 2 * turn


def test_a_yes_and_a_stop_in_the_same_instant_never_leave_one_of_two_going_on(
    two_at_once, clock: Clock
):
    alice, bob = two_at_once
    for _round in range(ROUNDS):
        clock.forward(days=1)
        say_yes(viewer=alice.viewer(), slug=PRACTICE)

        at_once(
            [
                partial(say_yes, viewer=bob.viewer(), slug=PRACTICE),
                partial(stop_for_tonight, viewer=alice.viewer(), slug=PRACTICE),
            ]
        )

        gates = [gate_of(viewer=person.viewer(), slug=PRACTICE) for person in two_at_once]
        assert gates[0] is Gate.SHUT
        assert gates[1] is not Gate.BOTH_SAID_YES


def test_10_the_same_answer_from_three_tabs_is_one_row(two_at_once):
    alice, _bob = two_at_once

    states = at_once([answering(alice, "Once.")] * 3)

    assert set(states) == {DayState.SEALED_WAITING}
    assert Answer.objects.count() == 1


def test_10_the_same_thank_you_sent_three_times_at_once_is_one_row(two_at_once):
    alice, bob = two_at_once
    send = partial(
        write_thanks, viewer=alice.viewer(), key=uuid4(), words=ThankYouWords(did="the kettle")
    )

    at_once([send] * 3)

    assert Appreciation.objects.count() == 1
    assert one_received(viewer=bob.viewer()).words.did == "the kettle"


def test_two_first_writes_of_a_day_share_one_question(two_at_once):
    acts = [
        partial(keep_draft, viewer=person.viewer(), on=person.viewer().today, text="LoopHalf")
        for person in two_at_once
    ]

    at_once(acts)

    assert Day.objects.count() == 1
    assert Draft.objects.count() == 2


def test_two_people_with_one_invitation_find_one_seat(postgres_database, clock: Clock):
    alice = arrive("Alice", clock)
    others = [arrive(name, clock, alone=False) for name in ("Bob", "Charlie")]
    secret = invite(viewer=alice.viewer())
    invitation, opened = find_invitation(secret=secret, now=clock.now)

    outcomes = at_once(
        [
            partial(
                accept_invitation,
                invitation=invitation,
                opened=opened,
                user=person.user,
                keyring=person.keyring,
                now=clock.now,
            )
            for person in others
        ]
    )

    seated = [each for each in outcomes if isinstance(each, Membership)]
    assert len(seated) == 1
    assert sum(isinstance(each, InvitationIsClosedError) for each in outcomes) == 1
    assert Membership.objects.filter(couple=alice.viewer().couple).count() == 2


def test_16_two_password_changes_at_once_leave_one_that_opens_every_word(two_at_once):
    alice, _bob = two_at_once
    row = Preferences(couple=alice.viewer().couple)
    alice.viewer().seal(row, {"text": "mine"}, readers=Readers.SELF)
    row.save()
    umk = alice.keyring.umk
    passwords = [f"{alice.password} {turn}" for turn in range(2)]

    outcomes = at_once(
        [partial(_change, alice, umk=umk, password=password) for password in passwords]
    )

    row.refresh_from_db()
    works = [password for password in passwords if _opens(alice, password, row)]
    assert outcomes.count(True) == 1
    assert works == [passwords[outcomes.index(True)]]


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_h6_invitations_answered_at_once_on_postgresql(postgres_database, clock: Clock, race):
    race(clock)


def _change(person: Person, *, umk: bytes, password: str) -> bool:
    user = User.objects.get(pk=person.user.pk)
    try:
        change_password(user=user, umk=umk, password=stretch_new(password))
    except VaultError:
        return False
    return True


def _opens(person: Person, password: str, row: Preferences) -> bool:
    user = User.objects.select_related("keyring").get(pk=person.user.pk)
    root = check_password(user=user, password=password)
    if root is None:
        return False
    keyring = unlock_with_password(
        user.keyring.locked, user=user.pk, root=root, pepper=settings.HOST_SECRETS.pepper
    )
    viewer = viewer_of(user=user, umk=keyring.umk, now=person.clock.now)
    return viewer is not None and viewer.open(row) == {"text": "mine"}
