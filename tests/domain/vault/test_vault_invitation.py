from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from nacl.exceptions import CryptoError
from vault_cast import (
    ALICE,
    BOB,
    CHARLIE,
    COUPLE,
    COUPLE_KEY,
    DANA,
    bit_flips,
    person,
)

from closeknit.domain.vault import (
    Kind,
    PublicKeys,
    VaultError,
    answer_mac,
    check_answer,
    encrypt,
    invitation,
    invitation_lookup,
    lock_invitation,
    new_invitation_secret,
    open_invitation,
    parse_invitation,
)
from closeknit.domain.vault.cipher import derive

pytestmark = pytest.mark.usefixtures("cheap_stretch")

INVITATION = UUID("1417e000-0000-4000-8000-000000000007")
SECRET = "k7m2q lunch warm ankle common field spare"
KEYS = {1: COUPLE_KEY, 2: b"q" * 32, 700: b"z" * 32}
INVITER = PublicKeys(box=b"b" * 32, sign=b"S" * 32)


def lock(*, secret=SECRET, keys=KEYS):
    return lock_invitation(
        secret,
        invitation=INVITATION,
        couple=COUPLE,
        keys=keys,
        inviter=ALICE,
        inviter_keys=INVITER,
    )


def accept(locked, *, secret=SECRET, **other):
    where = {"invitation": INVITATION, "couple": COUPLE, "inviter": ALICE, **other}
    return open_invitation(secret, locked, **where)


@pytest.mark.parametrize("keys", [KEYS, {1: COUPLE_KEY}, {}], ids=len)
def test_the_secret_hands_over_every_epoch_and_the_inviters_keys(keys):
    opened = accept(lock(keys=keys))

    assert opened.keys == keys
    assert opened.inviter_keys == INVITER


def test_a_secret_typed_from_memory_opens_too():
    opened = accept(lock(), secret="K7M-2Q, Lunch Warm ANKLE common field spare.")

    assert opened.keys == KEYS


@pytest.mark.parametrize(
    "wrong",
    [
        "k7m2q warm lunch ankle common field spare",
        "k7m2q lunch warm ankle common field zoo",
        "k7m2r lunch warm ankle common field spare",
        "k7m2q lunch warm ankle common field",
        "k7m2q lunch warm ankle common field sparkling",
        "",
    ],
)
def test_a_wrong_or_malformed_secret_opens_nothing(wrong):
    with pytest.raises(VaultError):
        accept(lock(), secret=wrong)


@pytest.mark.parametrize("moved", ["invitation", "couple", "inviter"])
def test_an_invitation_moved_to_another_row_couple_or_inviter_is_refused(moved):
    with pytest.raises(VaultError):
        accept(lock(), **{moved: DANA})


def test_every_flipped_bit_of_an_invitation_is_refused(monkeypatch):
    locked = lock(keys={1: COUPLE_KEY})
    root = invitation.stretch(SECRET, salt=locked.salt)
    monkeypatch.setattr(invitation, "stretch", lambda *_, **__: root)  # one Argon2 for all

    for flipped in bit_flips(locked.sealed):
        with pytest.raises(VaultError):
            accept(replace(locked, sealed=flipped))


def test_every_flipped_bit_of_the_salt_is_refused():
    locked = lock()

    for flipped in bit_flips(locked.salt, step=5):
        with pytest.raises(VaultError):
            accept(replace(locked, salt=flipped))


@pytest.mark.parametrize("salt", [b"", b"s" * 15, b"s" * 17])
def test_a_torn_salt_is_refused_like_everything_else(salt):
    locked = replace(lock(), salt=salt)
    bob, _ = person(BOB)

    with pytest.raises(VaultError):
        accept(locked)
    with pytest.raises(VaultError):
        check_answer(
            SECRET, locked, invitation=INVITATION, user=BOB, keys=bob.public, mac=bytes(32)
        )


@pytest.mark.parametrize("size", [0, 63, 65, 64 + 39, 64 + 41])
def test_handed_keys_of_another_length_are_refused(size):
    locked = lock()
    root = invitation.stretch(SECRET, salt=locked.salt)
    torn = encrypt(
        derive(root, "invite wrap"),
        bytes(size),
        place=invitation._place(INVITATION, COUPLE, ALICE),
        kind=Kind.INVITATION,
    )

    with pytest.raises(VaultError):
        accept(replace(locked, sealed=torn))


def test_two_locks_of_one_secret_share_only_the_lookup():
    one, two = lock(), lock()

    assert one.lookup == two.lookup == invitation_lookup("k7m2q")
    assert one.salt != two.salt
    assert one.sealed != two.sealed


def test_the_lookup_tells_codes_apart_and_holds_neither_code_nor_words():
    lookups = {invitation_lookup("k7m2q"), invitation_lookup("k7m2r")}
    other_words = lock(secret="k7m2q zoo zoo zoo zoo zoo zoo")

    assert len(lookups) == 2
    assert {len(lookup) for lookup in lookups} == {32}
    assert other_words.lookup == lock().lookup
    assert b"k7m2q" not in other_words.lookup


def test_a_malformed_secret_locks_nothing_and_says_why():
    with pytest.raises(ValueError, match="code of 5"):
        lock(secret="lunch")


def test_a_new_secret_finds_and_opens_its_invitation():
    secret = new_invitation_secret()

    locked = lock(secret=secret)

    assert locked.lookup == invitation_lookup(parse_invitation(secret).code)
    assert accept(locked, secret=secret).keys == KEYS


def test_the_inviter_accepts_an_answer_from_someone_who_knew_the_secret():
    locked = lock()
    bob, _ = person(BOB)
    mac_key = accept(locked).mac_key

    mac = answer_mac(mac_key, invitation=INVITATION, user=BOB, keys=bob.public)

    assert len(mac) == 32
    check_answer(SECRET, locked, invitation=INVITATION, user=BOB, keys=bob.public, mac=mac)


def test_a_host_that_swaps_keys_person_or_invitation_is_noticed():
    locked = lock()
    bob, charlie = person(BOB)[0].public, person(CHARLIE)[0].public
    mac = answer_mac(accept(locked).mac_key, invitation=INVITATION, user=BOB, keys=bob)
    genuine: dict[str, Any] = {"invitation": INVITATION, "user": BOB, "keys": bob, "mac": mac}

    swaps: list[dict[str, Any]] = [
        {"keys": charlie},
        {"keys": PublicKeys(box=charlie.box, sign=bob.sign)},
        {"keys": PublicKeys(box=bob.box, sign=charlie.sign)},
        {"keys": PublicKeys(box=bob.box + bob.sign[:1], sign=bob.sign[1:])},
        {"user": CHARLIE},
        {"invitation": CHARLIE},
        {"mac": b""},
        {"mac": mac[:31]},
        {"mac": bytes(32)},
    ]
    for swapped in swaps:
        with pytest.raises(VaultError):
            check_answer(SECRET, locked, **{**genuine, **swapped})


def test_every_flipped_bit_of_an_answer_is_refused(monkeypatch):
    locked = lock()
    bob, _ = person(BOB)
    mac = answer_mac(accept(locked).mac_key, invitation=INVITATION, user=BOB, keys=bob.public)
    root = invitation.stretch(SECRET, salt=locked.salt)
    monkeypatch.setattr(invitation, "stretch", lambda *_, **__: root)

    for flipped in bit_flips(mac):
        with pytest.raises(VaultError):
            check_answer(
                SECRET, locked, invitation=INVITATION, user=BOB, keys=bob.public, mac=flipped
            )


@pytest.mark.parametrize("wrong", ["", "k7m2q zoo zoo zoo zoo zoo zoo"])
def test_an_answer_to_another_secret_is_refused(wrong):
    locked = lock()
    bob, _ = person(BOB)
    mac = answer_mac(accept(locked).mac_key, invitation=INVITATION, user=BOB, keys=bob.public)

    with pytest.raises(VaultError):
        check_answer(wrong, locked, invitation=INVITATION, user=BOB, keys=bob.public, mac=mac)


def test_knowing_the_answer_key_does_not_open_the_invitation():
    locked = lock()
    mac_key = accept(locked).mac_key

    with pytest.raises(VaultError):
        invitation.decrypt(
            mac_key,
            locked.sealed,
            place=invitation._place(INVITATION, COUPLE, ALICE),
            kind=Kind.INVITATION,
        )


def test_a_machine_out_of_memory_is_not_mistaken_for_a_wrong_secret(monkeypatch):
    locked = lock()

    def exhausted(*_, **__):
        raise CryptoError("no memory")

    monkeypatch.setattr(invitation, "stretch", exhausted)

    with pytest.raises(CryptoError, match="no memory"):
        accept(locked)


def test_an_open_invitation_does_not_print_itself():
    assert "kkkk" not in repr(accept(lock()))
