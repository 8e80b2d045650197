from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vault_cast import (
    ALICE,
    BOB,
    CHARLIE,
    COUPLE_KEY,
    ESCROW,
    PEPPER,
    ROOT_OF,
    ROW,
    SALT,
    bit_flips,
    person,
    place_of,
    some,
)

from closeknit.domain.vault import (
    PublicKeys,
    Readers,
    RecoveryCode,
    VaultError,
    new_recovery_code,
    open_own,
    renew,
    reseal,
    seal,
    unlock_with_password,
    unlock_with_recovery,
    unlock_with_umk,
    with_recovery,
)

ROOT = ROOT_OF[ALICE]
NEW_ROOT = b"n" * 32
NEW_SALT = b"t" * 16
CODE = RecoveryCode(b"r" * 20)


def unlock(locked, *, user=ALICE, root=ROOT, pepper=PEPPER):
    return unlock_with_password(locked, user=user, root=root, pepper=pepper)


def renewed(keyring, *, recovery=None, generation=2):
    return renew(
        keyring,
        user=ALICE,
        generation=generation,
        password_root=NEW_ROOT,
        salt=NEW_SALT,
        pepper=PEPPER,
        recovery=recovery,
    )


def test_password_recovery_code_and_master_key_open_the_same_keyring():
    keyring, locked = person(ALICE, recovery=CODE)

    by_password = unlock(locked)
    by_recovery = unlock_with_recovery(locked, user=ALICE, code=CODE)
    by_umk = unlock_with_umk(locked, user=ALICE, umk=keyring.umk)

    assert by_password == by_recovery == by_umk == keyring
    assert locked.public == keyring.public
    assert (locked.generation, locked.salt) == (1, SALT)


def test_no_two_people_get_the_same_keys():
    one, _ = person(ALICE)
    two, _ = person(ALICE)

    secrets = {one.umk, two.umk, one.box_secret, two.box_secret, one.sign_secret, two.sign_secret}
    assert len(secrets) == 6


@pytest.mark.parametrize(
    "wrong",
    [{"root": NEW_ROOT}, {"pepper": ESCROW}, {"user": BOB}],
    ids=["password", "pepper", "person"],
)
def test_another_password_pepper_or_person_opens_nothing(wrong):
    _, locked = person(ALICE)

    with pytest.raises(VaultError):
        unlock(locked, **wrong)


def test_another_recovery_code_person_or_master_key_opens_nothing():
    keyring, locked = person(ALICE, recovery=CODE)

    with pytest.raises(VaultError):
        unlock_with_recovery(locked, user=ALICE, code=new_recovery_code())
    with pytest.raises(VaultError):
        unlock_with_recovery(locked, user=BOB, code=CODE)
    with pytest.raises(VaultError):
        unlock_with_umk(locked, user=ALICE, umk=bytes(32))
    with pytest.raises(VaultError):
        unlock_with_umk(locked, user=BOB, umk=keyring.umk)


def test_a_row_claiming_another_generation_opens_nothing():
    _, locked = person(ALICE, recovery=CODE)
    older = replace(locked, generation=2)

    with pytest.raises(VaultError):
        unlock(older)
    with pytest.raises(VaultError):
        unlock_with_recovery(older, user=ALICE, code=CODE)


@pytest.mark.parametrize("column", ["by_password", "sealed"])
def test_every_flipped_bit_of_the_password_path_is_refused(column):
    _, locked = person(ALICE)

    for flipped in bit_flips(getattr(locked, column)):
        changed: dict[str, Any] = {column: flipped}
        with pytest.raises(VaultError):
            unlock(replace(locked, **changed))


def test_every_flipped_bit_of_the_recovery_wrap_is_refused():
    _, locked = person(ALICE, recovery=CODE)

    for flipped in bit_flips(locked.by_recovery):
        with pytest.raises(VaultError):
            unlock_with_recovery(replace(locked, by_recovery=flipped), user=ALICE, code=CODE)


@pytest.mark.parametrize("half", ["box", "sign"])
def test_a_replaced_public_key_is_detected_on_every_way_in(half):
    keyring, locked = person(ALICE, recovery=CODE)
    charlie, _ = person(CHARLIE)
    planted = replace(locked.public, **{half: getattr(charlie.public, half)})
    tampered = replace(locked, public=planted)

    with pytest.raises(VaultError):
        unlock(tampered)
    with pytest.raises(VaultError):
        unlock_with_recovery(tampered, user=ALICE, code=CODE)
    with pytest.raises(VaultError):
        unlock_with_umk(tampered, user=ALICE, umk=keyring.umk)


def test_without_a_recovery_code_no_code_opens():
    _, locked = person(ALICE)

    with pytest.raises(VaultError):
        unlock_with_recovery(locked, user=ALICE, code=CODE)

    assert locked.by_recovery == b""


def test_a_recovery_code_can_be_set_later_and_then_replaced():
    keyring, locked = person(ALICE)
    later = RecoveryCode(b"l" * 20)

    first = with_recovery(keyring, locked, user=ALICE, code=CODE)
    second = with_recovery(keyring, first, user=ALICE, code=later)

    assert unlock_with_recovery(first, user=ALICE, code=CODE) == keyring
    assert unlock_with_recovery(second, user=ALICE, code=later) == keyring
    assert replace(second, by_recovery=b"") == locked
    with pytest.raises(VaultError):
        unlock_with_recovery(second, user=ALICE, code=CODE)


def test_pins_and_invitations_survive_resealing():
    keyring, locked = person(ALICE, recovery=CODE)
    bob, _ = person(BOB)
    pending = uuid4()
    changed = keyring.with_pin(BOB, bob.public).with_invitation(pending, "k7m2q lunch warm")

    stored = reseal(changed, locked, user=ALICE)

    assert unlock(stored) == changed
    assert unlock(stored).pins == {BOB: bob.public}
    assert unlock(stored).invitations == {pending: "k7m2q lunch warm"}
    assert replace(stored, sealed=locked.sealed) == locked


def test_a_used_invitation_leaves_and_the_others_stay():
    keyring, _ = person(ALICE)
    used, open_still = uuid4(), uuid4()
    both = keyring.with_invitation(used, "one").with_invitation(open_still, "two")

    left = both.without_invitation(used)

    assert left.invitations == {open_still: "two"}
    assert left.without_invitation(used) == left
    assert both.invitations == {used: "one", open_still: "two"}


def test_a_pin_replaces_only_the_same_person():
    keyring, _ = person(ALICE)
    bob, charlie = PublicKeys(b"b" * 32, b"B" * 32), PublicKeys(b"c" * 32, b"C" * 32)

    pinned = keyring.with_pin(BOB, charlie).with_pin(CHARLIE, charlie).with_pin(BOB, bob)

    assert pinned.pins == {BOB: bob, CHARLIE: charlie}
    assert keyring.pins == {}


def test_nobody_reseals_a_row_of_someone_else():
    _, locked = person(ALICE)
    bob, _ = person(BOB)

    with pytest.raises(VaultError):
        reseal(bob, locked, user=ALICE)
    with pytest.raises(VaultError):
        with_recovery(bob, locked, user=ALICE, code=CODE)


def test_a_password_change_keeps_the_key_pairs_and_pins():
    keyring, locked = person(ALICE, recovery=CODE)
    keyring = keyring.with_pin(BOB, PublicKeys(b"b" * 32, b"B" * 32))

    new, stored = renewed(keyring, recovery=RecoveryCode(b"f" * 20))

    assert unlock(stored, root=NEW_ROOT) == new
    assert unlock_with_recovery(stored, user=ALICE, code=RecoveryCode(b"f" * 20)) == new
    assert replace(new, umk=keyring.umk, own_keys=keyring.own_keys) == keyring
    assert new.umk != keyring.umk
    assert (stored.generation, stored.salt, stored.public) == (2, NEW_SALT, locked.public)


def test_after_a_password_change_the_old_ways_in_are_closed():
    keyring, _ = person(ALICE, recovery=CODE)

    _, stored = renewed(keyring)

    with pytest.raises(VaultError):
        unlock(stored)
    with pytest.raises(VaultError):
        unlock_with_recovery(stored, user=ALICE, code=CODE)
    with pytest.raises(VaultError):
        unlock_with_umk(stored, user=ALICE, umk=keyring.umk)


def test_killed_before_the_new_row_is_stored_the_old_password_still_works():
    keyring, locked = person(ALICE, recovery=CODE)

    renewed(keyring)

    assert unlock(locked) == keyring


texts = st.dictionaries(st.text(max_size=8), st.text(max_size=60), max_size=3)


def sealed_by(keyring, payload, readers, place):
    return seal(
        payload,
        readers=readers,
        author=keyring,
        place=place,
        couple_key=COUPLE_KEY,
        escrow_key=ESCROW,
    )


@some
@given(st.lists(st.tuples(texts, st.sampled_from(Readers)), max_size=5))
def test_a_password_change_touches_no_item_and_opens_each(items):
    old, _ = person(ALICE)
    rows = []
    for payload, readers in items:
        place = place_of(ALICE, row=uuid4())
        rows.append((sealed_by(old, payload, readers, place), place, payload))

    _, stored = renewed(old)

    for row, place, payload in rows:
        again = unlock(stored, root=NEW_ROOT)
        assert open_own(row.sealed, row.for_owner, keyring=again, place=place) == payload


def test_what_is_written_after_a_password_change_is_shut_to_the_keyring_of_before():
    old, _ = person(ALICE)
    new, _ = renewed(old)

    row = sealed_by(new, {"a": "b"}, Readers.SELF, place_of(ALICE))

    assert set(new.own_keys) == {*old.own_keys, max(old.own_keys) + 1}
    assert open_own(row.sealed, row.for_owner, keyring=new, place=place_of(ALICE)) == {"a": "b"}
    with pytest.raises(VaultError):
        open_own(row.sealed, row.for_owner, keyring=old, place=place_of(ALICE))


def test_of_a_keyring_from_the_first_version_the_master_key_is_epoch_nought():
    made, _ = person(ALICE)
    first = replace(made, own_keys={})
    place = place_of(ALICE)
    row = sealed_by(first, {"a": "b"}, Readers.SELF, place)

    new, stored = renewed(first)

    assert first.own_key == first.umk
    assert new.own_keys[0] == first.umk
    assert new.own_key == new.own_keys[1] != new.umk
    again = unlock(stored, root=NEW_ROOT)
    assert open_own(row.sealed, row.for_owner, keyring=again, place=place) == {"a": "b"}


def test_the_own_keys_survive_any_number_of_password_changes():
    keyring, _ = person(ALICE)
    seen = {keyring.own_key}

    for number in range(2, 12):
        keyring, _ = renewed(keyring, generation=number)
        seen.add(keyring.own_key)

    assert set(keyring.own_keys.values()) == seen
    assert len(seen) == 11


def test_a_keyring_does_not_print_itself():
    keyring, _ = person(ALICE)

    assert repr(keyring.umk) not in repr(keyring.with_invitation(ROW, "lunch"))
    assert "lunch" not in repr(keyring.with_invitation(ROW, "lunch"))
