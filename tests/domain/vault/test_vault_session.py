from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vault_cast import ALICE, BOB, CHARLIE, ROW, bit_flips, some

from closeknit.domain.vault import (
    Place,
    VaultError,
    hold_code,
    new_recovery_code,
    open_held_code,
    open_host,
    open_session,
    seal_host,
    seal_session,
)

UMK = b"u" * 32
HERE: dict[str, Any] = {"session": ROW, "user": ALICE, "generation": 1, "purpose": "open"}
TOTP_KEY = b"t" * 32


def test_cookie_and_row_together_open_the_session():
    cookie_key, sealed = seal_session(UMK, **HERE)

    assert open_session(sealed, cookie_key, **HERE) == UMK


def test_neither_cookie_nor_row_holds_the_master_key():
    cookie_key, sealed = seal_session(UMK, **HERE)

    assert len(cookie_key) == 32
    assert cookie_key != UMK
    assert UMK not in sealed
    assert cookie_key not in sealed


@pytest.mark.parametrize(
    "other",
    [
        {"session": CHARLIE},
        {"user": BOB},
        {"generation": 2},
        {"purpose": "pending"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_session_opens_only_for_its_row_person_generation_and_purpose(other):
    cookie_key, sealed = seal_session(UMK, **HERE)

    with pytest.raises(VaultError):
        open_session(sealed, cookie_key, **{**HERE, **other})


def test_the_cookie_of_another_session_opens_nothing():
    _, sealed = seal_session(UMK, **HERE)
    other_cookie, _ = seal_session(UMK, **HERE)

    with pytest.raises(VaultError):
        open_session(sealed, other_cookie, **HERE)


@pytest.mark.parametrize("torn", [b"", b"c", b"c" * 31, b"c" * 33, b"c" * 5000])
def test_a_torn_cookie_is_refused(torn):
    _, sealed = seal_session(UMK, **HERE)

    with pytest.raises(VaultError):
        open_session(sealed, torn, **HERE)


def test_every_flipped_bit_of_cookie_and_row_is_refused():
    cookie_key, sealed = seal_session(UMK, **HERE)

    for flipped in bit_flips(sealed):
        with pytest.raises(VaultError):
            open_session(flipped, cookie_key, **HERE)
    for flipped in bit_flips(cookie_key):
        with pytest.raises(VaultError):
            open_session(sealed, flipped, **HERE)


def test_two_sessions_never_share_a_cookie_key():
    cookie_keys = {seal_session(UMK, **HERE)[0] for _ in range(20)}

    assert len(cookie_keys) == 20


@some
@given(st.binary(max_size=300), st.text(max_size=30))
def test_the_host_reads_its_own_values_back(value, context):
    sealed = seal_host(value, key=TOTP_KEY, context=context)

    assert open_host(sealed, key=TOTP_KEY, context=context) == value


def test_a_host_value_opens_only_in_its_context_and_with_its_key():
    sealed = seal_host(b"seed", key=TOTP_KEY, context="totp alice")

    with pytest.raises(VaultError):
        open_host(sealed, key=TOTP_KEY, context="totp bob")
    with pytest.raises(VaultError):
        open_host(sealed, key=bytes(32), context="totp alice")


def test_every_flipped_bit_of_a_host_value_is_refused():
    sealed = seal_host(b"seed", key=TOTP_KEY, context="totp alice")

    for flipped in bit_flips(sealed):
        with pytest.raises(VaultError):
            open_host(flipped, key=TOTP_KEY, context="totp alice")


def test_a_held_code_opens_under_its_key_in_its_place_alone():
    code, place = new_recovery_code(), Place("session", ROW, "code held", ALICE, None, 1)
    held = hold_code(code, UMK, place=place)

    assert open_held_code(held, UMK, place=place).text == code.text
    for flipped in bit_flips(held):
        with pytest.raises(VaultError):
            open_held_code(flipped, UMK, place=place)
    for key, where in ((bytes(32), place), (UMK, replace(place, owner=BOB))):
        with pytest.raises(VaultError):
            open_held_code(held, key, place=where)
