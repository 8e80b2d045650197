"""Bytes written once and kept: a change of the stored format breaks here, not in someone's diary.

`format_v1.json` and `format_v2.json` were drawn once, each from its version of the format. Never
redraw them: a new format gets a new file, and the old ones must still open.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from vault_cast import (
    ALICE,
    BOB,
    COUPLE,
    COUPLE_KEY,
    ESCROW,
    PEPPER,
    ROOT_OF,
    ROW,
    SALT,
    place_of,
)

from closeknit.domain.vault import (
    InvitationLock,
    Keyring,
    LockedKeyring,
    PublicKeys,
    RecoveryCode,
    answer_mac,
    invitation_lookup,
    open_box,
    open_host,
    open_invitation,
    open_own,
    open_session,
    open_shared,
    release,
    stretch,
    unlock_with_password,
    unlock_with_recovery,
    verifier,
    wrapping_key,
)

VECTORS = json.loads(Path(__file__).with_name("format_v1.json").read_text())
DERIVED = VECTORS["derived"]
SECRET = "k7m2q lunch warm ankle common field spare"
WORDS = {"words": "I felt heard today", "mood": "calm"}
PLACE = place_of(ALICE)


def of(group: str) -> dict[str, bytes]:
    return {name: bytes.fromhex(value) for name, value in VECTORS[group].items()}


def item(readers: str) -> dict[str, bytes]:
    return {name: bytes.fromhex(value or "") for name, value in VECTORS["items"][readers].items()}


@pytest.fixture(scope="module")
def root():
    return stretch("a long walk home", salt=SALT, ops=3, mem=67_108_864)


@pytest.fixture(scope="module")
def keyring():
    stored = of("keyring")
    return Keyring(
        umk=stored["umk"],
        box_secret=stored["box_secret"],
        sign_secret=stored["sign_secret"],
        pins={BOB: PublicKeys(b"b" * 32, b"B" * 32)},
        invitations={ROW: SECRET},
    )


def test_every_derived_value_is_what_it_was(root):
    code = RecoveryCode(bytes(range(20)))
    bob = PublicKeys(b"b" * 32, b"B" * 32)

    derived = {
        "root": root.hex(),
        "verifier": verifier(root, pepper=PEPPER).hex(),
        "wrapping_key": wrapping_key(root, pepper=PEPPER).hex(),
        "recovery_text": code.text,
        "recovery_key": code.key().hex(),
        "lookup": invitation_lookup("k7m2q").hex(),
        "answer_mac": answer_mac(b"m" * 32, invitation=ROW, user=BOB, keys=bob).hex(),
    }

    assert derived == DERIVED


def test_a_stored_keyring_still_opens(root, keyring):
    stored = of("keyring")
    locked = LockedKeyring(
        generation=1,
        salt=SALT,
        by_password=stored["by_password"],
        by_recovery=stored["by_recovery"],
        sealed=stored["sealed"],
        public=PublicKeys(stored["public_box"], stored["public_sign"]),
    )
    code = RecoveryCode.parse(DERIVED["recovery_text"])

    assert unlock_with_password(locked, user=ALICE, root=root, pepper=PEPPER) == keyring
    assert unlock_with_recovery(locked, user=ALICE, code=code) == keyring


@pytest.mark.parametrize("readers", ["SELF", "BOTH", "ESCROW"])
def test_stored_items_still_open_for_their_author(keyring, readers):
    row = item(readers)

    assert open_own(row["sealed"], row["for_owner"], keyring=keyring, place=PLACE) == WORDS


def test_stored_items_still_open_for_the_partner(keyring):
    shared, escrowed = item("BOTH"), item("ESCROW")
    released = release(escrowed["escrow"], place=PLACE, escrow_key=ESCROW)

    for row, wrap in [(shared, shared["for_couple"]), (escrowed, released)]:
        opened = open_shared(
            row["sealed"], wrap, couple_key=COUPLE_KEY, author=keyring.public, place=PLACE
        )
        assert opened == WORDS


def test_a_stored_box_still_opens(keyring):
    box = bytes.fromhex(VECTORS["box"])

    key = open_box(box, keyring=keyring, reader_id=ALICE, couple=COUPLE, epoch=1, signer_id=ALICE)

    assert key == COUPLE_KEY


@pytest.mark.usefixtures("shipped_cost")
def test_a_stored_invitation_still_opens(keyring):
    stored = of("invitation")
    lock = InvitationLock(salt=stored["salt"], lookup=b"", sealed=stored["sealed"])

    opened = open_invitation(SECRET, lock, invitation=ROW, couple=COUPLE, inviter=ALICE)

    assert opened.keys == {1: COUPLE_KEY}
    assert opened.inviter_keys == keyring.public
    assert opened.mac_key == stored["mac_key"]


def test_a_stored_session_and_host_value_still_open(keyring):
    session = of("session")
    sealed_seed = bytes.fromhex(VECTORS["host"])

    umk = open_session(
        session["sealed"],
        session["cookie_key"],
        session=ROW,
        user=ALICE,
        generation=1,
        purpose="open",
    )
    seed = open_host(sealed_seed, key=b"t" * 32, context="totp alice")

    assert umk == keyring.umk
    assert seed == b"seed"


SECOND = json.loads(Path(__file__).with_name("format_v2.json").read_text())
TONIGHT = {"day": "2026-03-02", "question": "small-joy", "edition": "1"}
SECOND_PLACE = replace(PLACE, belongs_to=TONIGHT)


@pytest.fixture(scope="module")
def second_keyring():
    stored = SECOND["keyring"]
    return Keyring(
        umk=bytes.fromhex(stored["umk"]),
        box_secret=bytes.fromhex(stored["box_secret"]),
        sign_secret=bytes.fromhex(stored["sign_secret"]),
        own_keys={int(epoch): bytes.fromhex(key) for epoch, key in stored["own"].items()},
        pins={BOB: PublicKeys(b"b" * 32, b"B" * 32)},
    )


def second_item(readers: str) -> dict[str, bytes]:
    return {name: bytes.fromhex(value or "") for name, value in SECOND["items"][readers].items()}


def test_a_keyring_of_the_second_version_still_opens(second_keyring):
    stored = {
        name: bytes.fromhex(value) for name, value in SECOND["keyring"].items() if name != "own"
    }
    locked = LockedKeyring(
        generation=2,
        salt=SALT,
        by_password=stored["by_password"],
        by_recovery=stored["by_recovery"],
        sealed=stored["sealed"],
        public=PublicKeys(stored["public_box"], stored["public_sign"]),
    )
    code = RecoveryCode(bytes(range(20)))

    by_password = unlock_with_password(locked, user=ALICE, root=ROOT_OF[ALICE], pepper=PEPPER)

    assert by_password == second_keyring
    assert unlock_with_recovery(locked, user=ALICE, code=code) == second_keyring
    assert len(stored["by_password"]) == len(stored["by_recovery"]) == 95


@pytest.mark.parametrize("readers", ["SELF", "BOTH", "ESCROW"])
def test_items_of_the_second_version_still_open_where_they_belong(second_keyring, readers):
    row = second_item(readers)

    opened = open_own(row["sealed"], row["for_owner"], keyring=second_keyring, place=SECOND_PLACE)

    assert opened == WORDS
    assert len(row["for_owner"]) == 95
    wrap = row["for_couple"] or (
        row["escrow"] and release(row["escrow"], place=SECOND_PLACE, escrow_key=ESCROW)
    )
    if wrap:
        shared = open_shared(
            row["sealed"],
            wrap,
            couple_key=COUPLE_KEY,
            author=second_keyring.public,
            place=SECOND_PLACE,
        )
        assert shared == WORDS


def test_box_session_and_host_value_of_the_second_version_still_open(second_keyring):
    box, session = bytes.fromhex(SECOND["box"]), SECOND["session"]

    key = open_box(
        box, keyring=second_keyring, reader_id=ALICE, couple=COUPLE, epoch=1, signer_id=ALICE
    )
    umk = open_session(
        bytes.fromhex(session["sealed"]),
        bytes.fromhex(session["cookie_key"]),
        session=ROW,
        user=ALICE,
        generation=2,
        purpose="open",
    )
    seed = open_host(bytes.fromhex(SECOND["host"]), key=b"t" * 32, context="totp alice")

    assert (key, umk, seed) == (COUPLE_KEY, second_keyring.umk, b"seed")
