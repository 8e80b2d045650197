import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox
from vault_cast import ALICE, BOB, CHARLIE, COUPLE, COUPLE_KEY, DANA, bit_flips, person, some

from closeknit.domain.vault import (
    CoupleKeys,
    PublicKeys,
    VaultError,
    box_for,
    cipher,
    couple,
    new_couple_key,
    open_box,
)


@pytest.fixture
def alice():
    return person(ALICE)[0]


@pytest.fixture
def bob(alice):
    return person(BOB)[0].with_pin(ALICE, alice.public)


def box_to(reader, *, signer, key=COUPLE_KEY, signer_id=ALICE):
    return box_for(
        reader.public,
        key=key,
        couple=COUPLE,
        epoch=1,
        reader_id=BOB,
        signer=signer,
        signer_id=signer_id,
    )


def open_as_bob(box, bob, **other):
    context = {"reader_id": BOB, "couple": COUPLE, "epoch": 1, "signer_id": ALICE, **other}
    return open_box(box, keyring=bob, **context)


def test_the_partner_opens_a_box_signed_by_someone_pinned(alice, bob):
    box = box_to(bob, signer=alice)

    assert open_as_bob(box, bob) == COUPLE_KEY


def test_everyone_may_box_a_key_for_themselves(bob):
    box = box_to(bob, signer=bob, signer_id=BOB)

    assert open_as_bob(box, bob, signer_id=BOB) == COUPLE_KEY


@pytest.mark.parametrize(
    "other",
    [
        {"couple": CHARLIE},
        {"epoch": 2},
        {"reader_id": ALICE},
        {"reader_id": CHARLIE},
        {"signer_id": BOB},
        {"signer_id": CHARLIE},
    ],
    ids=str,
)
def test_a_box_moved_to_another_context_is_refused(alice, bob, other):
    bob = bob.with_pin(CHARLIE, alice.public)
    box = box_to(bob, signer=alice)

    with pytest.raises(VaultError):
        open_as_bob(box, bob, **other)


def test_an_unpinned_signer_is_refused(alice):
    unpinned, _ = person(BOB)
    box = box_to(unpinned, signer=alice)

    with pytest.raises(VaultError):
        open_as_bob(box, unpinned)


def test_a_key_planted_by_a_stranger_in_a_partners_name_is_refused(bob):
    charlie, _ = person(CHARLIE)
    planted = box_to(bob, signer=charlie)

    with pytest.raises(VaultError):
        open_as_bob(planted, bob)


def test_a_box_for_someone_else_is_refused(alice, bob):
    dana = person(DANA)[0].with_pin(ALICE, alice.public)
    box = box_to(dana, signer=alice)

    with pytest.raises(VaultError):
        open_as_bob(box, bob)


def test_a_box_passed_on_under_another_readers_header_is_refused(alice, bob):
    dana = person(DANA)[0].with_pin(ALICE, alice.public)
    opened_by_bob = couple.SealedBox(couple.PrivateKey(bob.box_secret)).decrypt(
        box_to(bob, signer=alice)[23:]
    )
    head = cipher.header(cipher.Kind.COUPLE_BOX, dana.public.box)

    passed_on = head + SealedBox(PublicKey(dana.public.box)).encrypt(opened_by_bob)

    with pytest.raises(VaultError):
        open_as_bob(passed_on, dana)


def test_every_flipped_bit_of_a_box_is_refused(alice, bob):
    box = box_to(bob, signer=alice)

    for flipped in bit_flips(box):
        with pytest.raises(VaultError):
            open_as_bob(flipped, bob)


def test_every_shorter_box_is_refused(alice, bob):
    box = box_to(bob, signer=alice)

    for end in range(len(box)):
        with pytest.raises(VaultError):
            open_as_bob(box[:end], bob)


@pytest.mark.parametrize("key", [b"", COUPLE_KEY[:31], COUPLE_KEY + b"k"])
def test_a_signed_key_of_another_length_is_refused(alice, bob, key):
    box = box_to(bob, signer=alice, key=key)

    with pytest.raises(VaultError):
        open_as_bob(box, bob)


@pytest.mark.parametrize("part", ["VERSION", "SUITE"])
def test_a_box_of_an_unknown_format_is_refused(alice, bob, part, monkeypatch):
    monkeypatch.setattr(cipher, part, 3)
    foreign = box_to(bob, signer=alice)
    still_theirs = open_as_bob(foreign, bob)
    monkeypatch.undo()

    with pytest.raises(VaultError):
        open_as_bob(foreign, bob)

    assert still_theirs == COUPLE_KEY


def test_a_torn_pin_refuses_instead_of_crashing(alice, bob):
    box = box_to(bob, signer=alice)
    torn = bob.with_pin(ALICE, PublicKeys(alice.public.box, alice.public.sign[:31]))

    with pytest.raises(VaultError):
        open_as_bob(box, torn)


def test_a_box_for_epoch_nought_opens_for_nobody(alice, bob):
    """What is sealed for its owner alone stands under 0: a planted key would make it shared."""
    box = box_for(
        bob.public,
        key=COUPLE_KEY,
        couple=COUPLE,
        epoch=0,
        reader_id=BOB,
        signer=alice,
        signer_id=ALICE,
    )

    with pytest.raises(VaultError):
        open_box(
            box,
            keyring=bob.with_pin(ALICE, alice.public),
            reader_id=BOB,
            couple=COUPLE,
            epoch=0,
            signer_id=ALICE,
        )


@some
@given(st.integers(1, 2**63 - 1), st.uuids())
def test_a_box_opens_for_any_epoch_and_couple(epoch, couple_id):
    bob, _ = person(BOB)
    box = box_for(
        bob.public,
        key=COUPLE_KEY,
        couple=couple_id,
        epoch=epoch,
        reader_id=BOB,
        signer=bob,
        signer_id=BOB,
    )

    opened = open_box(box, keyring=bob, reader_id=BOB, couple=couple_id, epoch=epoch, signer_id=BOB)

    assert opened == COUPLE_KEY


def test_couple_keys_never_repeat_and_never_print_themselves():
    keys = {new_couple_key() for _ in range(20)}
    held = CoupleKeys(couple=COUPLE, by_epoch={1: COUPLE_KEY}, current=1)

    assert len(keys) == 20
    assert "kkkk" not in repr(held)
