from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from vault_cast import ALICE, BOB, CHARLIE, COUPLE, bit_flips, place_of, some

from closeknit.domain.vault import Kind, VaultError, cipher, decrypt, encrypt, new_key
from closeknit.domain.vault.cipher import derive, framed, kind_of

KEY = bytes(range(32))
PLACE = place_of(ALICE)
KIND = Kind.PRIVATE_ITEM


def sealed_note(text: bytes = b"a quiet evening") -> bytes:
    return encrypt(KEY, text, place=PLACE, kind=KIND)


@some
@given(st.binary(max_size=2000))
def test_what_was_sealed_opens_unchanged(text):
    sealed = encrypt(KEY, text, place=PLACE, kind=KIND)

    opened = decrypt(KEY, sealed, place=PLACE, kind=KIND)

    assert opened == text


@pytest.mark.parametrize("text", [b"", b"\0", b"\x80", b"\x80\0\0", b"a" * 255, b"a" * 256])
def test_text_that_looks_like_padding_opens_unchanged(text):
    sealed = sealed_note(text)

    assert decrypt(KEY, sealed, place=PLACE, kind=KIND) == text


def test_asvs_11_3_3_every_flipped_bit_is_refused():
    sealed = sealed_note()

    for flipped in bit_flips(sealed):
        with pytest.raises(VaultError):
            decrypt(KEY, flipped, place=PLACE, kind=KIND)


def test_every_shorter_or_longer_copy_is_refused():
    sealed = sealed_note()

    for damaged in [sealed[:end] for end in range(len(sealed))] + [sealed + b"\0"]:
        with pytest.raises(VaultError):
            decrypt(KEY, damaged, place=PLACE, kind=KIND)


@pytest.mark.parametrize(
    "moved",
    [
        {"table": "answers"},
        {"row": CHARLIE},
        {"field": "note"},
        {"owner": BOB},
        {"couple": CHARLIE},
        {"couple": None},
        {"epoch": 2},
    ],
    ids=lambda moved: next(iter(moved)),
)
def test_a_row_moved_elsewhere_does_not_open(moved):
    sealed = sealed_note()

    with pytest.raises(VaultError):
        decrypt(KEY, sealed, place=replace(PLACE, **moved), kind=KIND)


def test_a_value_without_a_couple_opens_only_without_one():
    alone = replace(PLACE, couple=None)

    sealed = encrypt(KEY, b"mine", place=alone, kind=KIND)

    assert decrypt(KEY, sealed, place=alone, kind=KIND) == b"mine"
    with pytest.raises(VaultError):
        decrypt(KEY, sealed, place=replace(alone, couple=COUPLE), kind=KIND)


@pytest.mark.parametrize("part", ["MAGIC", "VERSION", "SUITE"])
def test_asvs_11_2_2_an_unknown_format_is_refused_though_its_seal_is_sound(part, monkeypatch):
    monkeypatch.setattr(cipher, part, b"KNOT" if part == "MAGIC" else 3)
    foreign = sealed_note()
    still_theirs = decrypt(KEY, foreign, place=PLACE, kind=KIND)
    monkeypatch.undo()

    with pytest.raises(VaultError):
        decrypt(KEY, foreign, place=PLACE, kind=KIND)

    assert still_theirs == b"a quiet evening"


@pytest.mark.parametrize("other", [kind for kind in Kind if kind is not KIND])
def test_a_value_of_another_kind_is_refused(other):
    sealed = sealed_note()

    with pytest.raises(VaultError):
        decrypt(KEY, sealed, place=PLACE, kind=other)


@pytest.mark.parametrize("key", [b"", KEY[:16], KEY[:31], KEY + b"\0", bytes(32)])
def test_another_key_or_a_torn_key_is_refused(key):
    sealed = sealed_note()

    with pytest.raises(VaultError):
        decrypt(key, sealed, place=PLACE, kind=KIND)


def test_a_sound_seal_without_padding_is_refused(monkeypatch):
    monkeypatch.setattr(cipher, "sodium_pad", lambda text, step: text + bytes(step))
    unpadded = sealed_note()

    with pytest.raises(VaultError):
        decrypt(KEY, unpadded, place=PLACE, kind=KIND)


@pytest.mark.parametrize("length", [0, 1, 254, 255, 256, 257, 511, 512, 1000])
def test_the_length_shows_only_steps_of_256_bytes(length):
    sealed = sealed_note(b"a" * length)

    assert len(sealed) == 23 + 24 + 16 + 256 * (length // 256 + 1)


@pytest.mark.parametrize("length", [0, 300, 2047])
def test_a_place_with_coarser_steps_shows_only_those(length):
    coarse = replace(PLACE, pad_step=2048)

    sealed = encrypt(KEY, b"a" * length, place=coarse, kind=KIND)

    assert len(sealed) == 23 + 24 + 16 + 2048
    assert decrypt(KEY, sealed, place=coarse, kind=KIND) == b"a" * length


@pytest.mark.parametrize("kind", sorted(cipher.HOLDS_A_KEY))
def test_a_key_is_sealed_without_padding(kind):
    wrap = encrypt(KEY, new_key(), place=PLACE, kind=kind)

    assert len(wrap) == 95


@pytest.mark.parametrize("length", range(0, 1030, 3))
def test_the_library_pads_as_the_first_version_did(length):
    text = b"a\x80\0"[: length % 4] + b"a" * length

    by_hand = text + b"\x80" + bytes(-(len(text) + 1) % 256)

    assert cipher.sodium_pad(text, 256) == by_hand
    assert cipher.unpadded(by_hand) == text


def test_sealing_twice_never_gives_the_same_bytes():
    seals = {sealed_note() for _ in range(50)}
    nonces = {sealed[23:47] for sealed in seals}

    assert len(seals) == len(nonces) == 50


def test_new_keys_are_32_bytes_and_never_repeat():
    keys = {new_key() for _ in range(50)}

    assert len(keys) == 50
    assert {len(key) for key in keys} == {32}


def test_the_stored_bytes_are_laid_out_as_documented():
    sealed = sealed_note(b"calm")
    head, nonce, body = sealed[:23], sealed[23:47], sealed[47:]
    parts = [
        head,
        b"answer",
        PLACE.row.bytes,
        b"words",
        ALICE.bytes,
        COUPLE.bytes,
        bytes(7) + b"\1",
    ]
    place = b"".join(len(part).to_bytes(4, "big") + part for part in parts)

    padded = crypto_aead_xchacha20poly1305_ietf_decrypt(body, place, nonce, KEY)

    assert head == b"KNIT" + bytes([2, 1, 1]) + derive(KEY, "key id", size=16)
    assert padded == b"calm\x80" + bytes(251)


parts = st.lists(st.binary(max_size=6), max_size=4)


@some
@given(parts, parts)
def test_two_lists_of_parts_frame_alike_only_when_they_are_alike(some_parts, other_parts):
    alike = framed(*some_parts) == framed(*other_parts)

    assert alike == (some_parts == other_parts)


def test_parts_that_join_to_the_same_text_frame_differently():
    assert framed(b"ab", b"c") != framed(b"a", b"bc") != framed(b"abc")


def test_keys_for_two_contexts_have_nothing_in_common():
    verify, wrap = derive(KEY, "verify"), derive(KEY, "wrap")

    assert len(verify) == len(wrap) == 32
    assert verify != wrap
    assert derive(bytes(32), "wrap") != wrap


@pytest.mark.parametrize("claimed", [b"", b"KNIT\1\1", b"KNIT\1\1\0", b"KNIT\1\1\xff"])
def test_a_header_without_a_known_kind_is_refused(claimed):
    with pytest.raises(VaultError):
        kind_of(claimed)


def test_the_header_names_its_kind():
    assert kind_of(sealed_note()) is KIND


def test_every_failure_looks_the_same():
    sealed = sealed_note()
    attempts = [(KEY, sealed[:-1]), (bytes(32), sealed), (KEY, b""), (KEY[:5], sealed)]
    failures = []

    for key, damaged in attempts:
        with pytest.raises(VaultError) as failure:
            decrypt(key, damaged, place=PLACE, kind=KIND)
        failures.append(failure.value)

    assert {str(failure) for failure in failures} == {"This could not be opened."}
    assert all(failure.__cause__ is None for failure in failures)
    assert all(failure.__context__ is None or failure.__suppress_context__ for failure in failures)
