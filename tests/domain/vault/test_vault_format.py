"""Bytes written once and kept: a change of the stored format breaks here, not in someone's diary.

`format_v1.json` was drawn once from version 1 of the format. Never redraw it: a new format gets a
new file, and the old one must still open.
"""

import json
from pathlib import Path

import pytest
from vault_cast import ALICE, BOB, COUPLE, COUPLE_KEY, ESCROW, PEPPER, ROW, SALT, place_of

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
