from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offline_device import seal_on_device
from vault_cast import ALICE, BOB, PEPPER, SALT, bit_flips, person, some

from closeknit.domain.vault import (
    VaultError,
    offline_public_key,
    open_offline,
    renew,
)

ENTRY = UUID("e1170000-0000-4000-8000-000000000007")
OTHER = UUID("e1170000-0000-4000-8000-000000000008")
PLACE: dict[str, Any] = {"person": ALICE, "kind": "answer", "entry": ENTRY}
KEYRING, _LOCKED = person(ALICE)


def sealed_by_phone(words: bytes = b"the kettle was on", **other) -> bytes:
    return seal_on_device(words, key=offline_public_key(KEYRING), **{**PLACE, **other})


@some
@given(words=st.binary(max_size=2000))
def test_what_a_device_sealed_opens_for_its_person(words):
    assert open_offline(sealed_by_phone(words), keyring=KEYRING, **PLACE) == words


def test_the_key_survives_a_new_password():
    sealed = sealed_by_phone()

    renewed, _locked = renew(
        KEYRING,
        user=ALICE,
        generation=2,
        password_root=b"r" * 32,
        salt=SALT,
        pepper=PEPPER,
        recovery=None,
    )

    assert renewed.umk != KEYRING.umk
    assert offline_public_key(renewed) == offline_public_key(KEYRING)
    assert open_offline(sealed, keyring=renewed, **PLACE) == b"the kettle was on"


def test_the_key_is_no_other_key_of_the_person():
    changed = replace(KEYRING, sign_secret=b"s" * 32, umk=b"u" * 32)

    assert offline_public_key(changed) == offline_public_key(KEYRING)
    assert len(offline_public_key(KEYRING)) == 65
    assert KEYRING.public.box not in offline_public_key(KEYRING)


@pytest.mark.parametrize(
    "elsewhere",
    [{"person": BOB}, {"kind": "thanks"}, {"entry": OTHER}],
    ids=["person", "kind", "entry"],
)
def test_it_opens_as_nothing_else(elsewhere):
    with pytest.raises(VaultError):
        open_offline(sealed_by_phone(), keyring=KEYRING, **{**PLACE, **elsewhere})


def test_nobody_else_opens_it():
    bobs, _locked = person(BOB)

    with pytest.raises(VaultError):
        open_offline(sealed_by_phone(), keyring=bobs, **PLACE)


def test_every_flipped_bit_is_refused():
    for flipped in bit_flips(sealed_by_phone()):
        with pytest.raises(VaultError):
            open_offline(flipped, keyring=KEYRING, **PLACE)


@some
@given(length=st.integers(0, 360))
def test_every_cut_is_refused(length):
    sealed = sealed_by_phone()

    with pytest.raises(VaultError):
        open_offline(sealed[: min(length, len(sealed) - 1)], keyring=KEYRING, **PLACE)


@some
@given(noise=st.binary(max_size=400))
def test_noise_is_refused_with_the_one_error(noise):
    for sealed in (noise, b"KNOF\x01" + noise, b"KNOF\x01\x04" + noise):
        with pytest.raises(VaultError, match=r"^This could not be opened\.$"):
            open_offline(sealed, keyring=KEYRING, **PLACE)


@pytest.mark.parametrize("head", [b"KNOF\x02", b"KNOF\x00", b"KNIT\x01"])
def test_an_unknown_version_is_refused_though_the_rest_is_right(head):
    with pytest.raises(VaultError):
        open_offline(sealed_by_phone(head=head), keyring=KEYRING, **PLACE)


def test_length_shows_in_steps_only():
    assert len({len(sealed_by_phone(b"x" * size)) for size in range(255)}) == 1
    assert len(sealed_by_phone(b"x" * 256)) == len(sealed_by_phone(b"x")) + 256
