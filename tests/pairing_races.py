"""What may happen to invitations in the same instant; the same on SQLite and PostgreSQL."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from cast import Clock, arrive
from django.db import connections

from closeknit.rooms.people.actions.pairing import (
    InvitationIsClosedError,
    accept_invitation,
    find_invitation,
    invite,
    revoke_invitation,
)
from closeknit.rooms.people.models import CoupleKey, Invitation, Membership

ROUNDS = 6


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a thread of its own, all let go by one barrier; None for a closed one."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act() or True
        except InvitationIsClosedError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def accepting(person, secret: str) -> Callable[[], object]:
    invitation, opened = find_invitation(secret=secret, now=person.clock.now)
    return partial(
        accept_invitation,
        invitation=invitation,
        opened=opened,
        user=person.user,
        keyring=person.keyring,
        now=person.clock.now,
    )


def people(clock: Clock, number: int, *names: str) -> Sequence:
    return [arrive(f"{name} {number}", clock) for name in names]


def seated_with(person) -> set:
    seat = Membership.objects.get(user=person.user, left_on=None)
    return set(
        Membership.objects.filter(couple=seat.couple, left_on=None).values_list("user", flat=True)
    )


def two_accept_one_invitation(clock: Clock) -> None:
    for number in range(ROUNDS):
        alice, bob, charlie = people(clock, number, "Alice", "Bob", "Charlie")
        secret = invite(viewer=alice.viewer())

        done = at_once(accepting(bob, secret), accepting(charlie, secret))

        assert done.count(None) == 1
        assert len(seated_with(alice)) == 2


def both_answer_each_others_invitation(clock: Clock) -> None:
    for number in range(ROUNDS):
        alice, bob = people(clock, number, "Alice", "Bob")
        hers, his = invite(viewer=alice.viewer()), invite(viewer=bob.viewer())

        done = at_once(accepting(alice, his), accepting(bob, hers))

        assert done.count(None) == 1
        assert seated_with(alice) == seated_with(bob) == {alice.user.pk, bob.user.pk}


def one_moves_while_another_opens_their_link(clock: Clock) -> None:
    """Either Charlie was first and sits with Alice, or Alice moved and Charlie holds no key."""
    for number in range(ROUNDS):
        alice, bob, charlie = people(clock, number, "Alice", "Bob", "Charlie")
        hers, his = invite(viewer=alice.viewer()), invite(viewer=bob.viewer())
        home = alice.viewer().couple

        moved, came = at_once(accepting(alice, his), accepting(charlie, hers))

        assert (moved is None) is not (came is None)
        holds_a_key = CoupleKey.objects.filter(reader=charlie.user, couple=home).exists()
        assert holds_a_key is (moved is None)
        assert len(seated_with(alice)) == 2


def one_takes_back_what_another_accepts(clock: Clock) -> None:
    for number in range(ROUNDS):
        alice, bob = people(clock, number, "Alice", "Bob")
        accept = accepting(bob, invite(viewer=alice.viewer()))

        _revoked, came = at_once(partial(revoke_invitation, viewer=alice.viewer()), accept)

        row = Invitation.objects.get(inviter=alice.user)
        assert (row.revoked_at is None) is (came is not None)
        assert len(seated_with(alice)) == (1 if came is None else 2)
        assert alice.viewer().couple_keys.current in alice.viewer().couple_keys.by_epoch


RACES = (
    two_accept_one_invitation,
    both_answer_each_others_invitation,
    one_moves_while_another_opens_their_link,
    one_takes_back_what_another_accepts,
)
