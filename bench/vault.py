"""What the vault costs: one login, one request, a thousand items. Run: python bench/vault.py."""

from collections.abc import Callable
from statistics import median
from time import thread_time
from uuid import UUID, uuid4

from calibration import calibration_ms, times_of_loop
from report import Budget, report

from closeknit.domain.vault import (
    Keyring,
    Place,
    Readers,
    Sealed,
    create,
    lock_invitation,
    new_couple_key,
    new_invitation_secret,
    new_key,
    new_recovery_code,
    new_salt,
    open_invitation,
    open_own,
    open_session,
    open_shared,
    seal,
    seal_session,
    stretch,
    unlock_with_password,
    unlock_with_umk,
)

BUDGETS = {
    "unlock_vs_calibration": Budget(least=7, most=13),
    "session_open_vs_calibration": Budget(most=0.002),
    "open_1000_private_vs_calibration": Budget(most=2.7),
    "open_1000_shared_vs_calibration": Budget(most=8.6),
}
ITEMS = 1_000
WORDS = {"words": "a" * 1_000}
ALICE, COUPLE = uuid4(), uuid4()
Row = tuple[Sealed, Place]


def milliseconds(act: Callable[[], object], *, times: int) -> float:
    """Return the median CPU time of one call, by the clock that the calibration loop goes by."""
    taken = []
    for _ in range(times):
        start = thread_time()
        act()
        taken.append(thread_time() - start)
    return 1_000 * median(taken)


def rows(readers: Readers, alice: Keyring, couple_key: bytes) -> list[Row]:
    sealed = []
    for _ in range(ITEMS):
        place = Place("answer", uuid4(), "words", ALICE, COUPLE, 1)
        row = seal(
            WORDS,
            readers=readers,
            author=alice,
            place=place,
            couple_key=couple_key,
            escrow_key=None,
        )
        sealed.append((row, place))
    return sealed


def open_all_own(private: list[Row], alice: Keyring) -> None:
    for row, place in private:
        assert open_own(row.sealed, row.for_owner or b"", keyring=alice, place=place) == WORDS


def open_all_shared(shared: list[Row], alice: Keyring, couple_key: bytes) -> None:
    author = alice.public
    for row, place in shared:
        opened = open_shared(
            row.sealed, row.for_couple or b"", couple_key=couple_key, author=author, place=place
        )
        assert opened == WORDS


def invitation_ms(alice: Keyring, couple_key: bytes) -> float:
    secret, invitation = new_invitation_secret(), uuid4()
    lock = lock_invitation(
        secret,
        invitation=invitation,
        couple=COUPLE,
        keys={1: couple_key},
        inviter=ALICE,
        inviter_keys=alice.public,
    )
    return milliseconds(
        lambda: open_invitation(secret, lock, invitation=invitation, couple=COUPLE, inviter=ALICE),
        times=5,
    )


def session_ms(umk: bytes) -> float:
    session: UUID = uuid4()
    key, sealed = seal_session(umk, session=session, user=ALICE, generation=1, purpose="open")
    return milliseconds(
        lambda: open_session(
            sealed, key, session=session, user=ALICE, generation=1, purpose="open"
        ),
        times=1_000,
    )


def measure() -> dict[str, float]:
    salt, pepper, couple_key = new_salt(), new_key(), new_couple_key()
    root = stretch("a long walk home", salt=salt)
    alice, locked = create(
        user=ALICE, password_root=root, salt=salt, pepper=pepper, recovery=new_recovery_code()
    )
    private = rows(Readers.SELF, alice, couple_key)
    shared = rows(Readers.BOTH, alice, couple_key)

    def unlock() -> Keyring:
        fresh = stretch("a long walk home", salt=salt)
        return unlock_with_password(locked, user=ALICE, root=fresh, pepper=pepper)

    return {
        "unlock_ms": milliseconds(unlock, times=7),
        "session_open_ms": session_ms(alice.umk),
        "keyring_open_ms": milliseconds(
            lambda: unlock_with_umk(locked, user=ALICE, umk=alice.umk), times=200
        ),
        "open_1000_private_ms": milliseconds(lambda: open_all_own(private, alice), times=7),
        "open_1000_shared_ms": milliseconds(
            lambda: open_all_shared(shared, alice, couple_key), times=5
        ),
        "open_1000_own_shared_ms": milliseconds(lambda: open_all_own(shared, alice), times=5),
        "seal_1000_shared_ms": milliseconds(lambda: rows(Readers.BOTH, alice, couple_key), times=3),
        "open_invitation_ms": invitation_ms(alice, couple_key),
    }


def main() -> None:
    before, figures = calibration_ms(), measure()
    calibration = (before + calibration_ms()) / 2
    ratios = times_of_loop(figures, calibration=calibration, names=figures)
    report("vault", {**figures, "calibration_ms": calibration, **ratios}, BUDGETS)


if __name__ == "__main__":
    main()
