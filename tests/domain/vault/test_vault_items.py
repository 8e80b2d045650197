import json
from dataclasses import replace
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
    bit_flips,
    person,
    place_of,
    some,
)

from closeknit.domain.vault import (
    Kind,
    Readers,
    Sealed,
    VaultError,
    cipher,
    decrypt,
    encrypt,
    items,
    new_key,
    open_own,
    open_shared,
    release,
    seal,
    share,
)
from closeknit.domain.vault.signing import sign

PLACE = place_of(ALICE)
WORDS = {"words": "I felt heard today", "mood": "calm"}
payloads = st.dictionaries(st.text(max_size=10), st.text(max_size=300), max_size=4)


@pytest.fixture(scope="module")
def alice():
    return person(ALICE)[0]


@pytest.fixture(scope="module")
def bob():
    return person(BOB)[0]


def seal_for(readers, author, *, payload=WORDS, place=PLACE):
    return seal(
        payload,
        readers=readers,
        author=author,
        place=place,
        couple_key=COUPLE_KEY,
        escrow_key=ESCROW,
    )


def open_as_partner(row, author, *, wrap=None, place=PLACE, couple_key=COUPLE_KEY):
    return open_shared(
        row.sealed,
        wrap or row.for_couple,
        couple_key=couple_key,
        author=author.public,
        place=place,
    )


@some
@given(payloads, st.sampled_from(Readers))
def test_the_author_reads_every_item_back(payload, readers):
    alice, _ = person(ALICE)

    row = seal_for(readers, alice, payload=payload)

    assert open_own(row.sealed, row.for_owner, keyring=alice, place=PLACE) == payload


@some
@given(payloads)
def test_the_partner_reads_what_was_sealed_for_both(payload):
    alice, _ = person(ALICE)

    row = seal_for(Readers.BOTH, alice, payload=payload)

    assert open_as_partner(row, alice) == payload


def test_text_in_any_script_and_with_broken_surrogates_comes_back_unchanged(alice):
    payload = {"words": "我爱你 שלום \U0001f600 \ud83d \x00 \u2028", "日記": ""}

    row = seal_for(Readers.BOTH, alice, payload=payload)

    assert open_own(row.sealed, row.for_owner, keyring=alice, place=PLACE) == payload
    assert open_as_partner(row, alice) == payload


@pytest.mark.parametrize(
    ("readers", "filled"),
    [
        (Readers.SELF, {"sealed", "for_owner"}),
        (Readers.BOTH, {"sealed", "for_owner", "for_couple"}),
        (Readers.ESCROW, {"sealed", "for_owner", "escrow"}),
    ],
)
def test_each_choice_of_readers_fills_only_its_own_columns(alice, readers, filled):
    row = seal_for(readers, alice)

    assert {name for name, value in vars(row).items() if value is not None} == filled


def test_the_same_words_are_signed_and_sealed_as_the_same_bytes(alice):
    row = seal_for(Readers.BOTH, alice, payload={"words": "é", "mood": "calm"})
    item_key = decrypt(COUPLE_KEY, row.for_couple, place=PLACE, kind=Kind.COUPLE_WRAP)

    signed = decrypt(item_key, row.sealed, place=PLACE, kind=Kind.SIGNED_ITEM)

    written = '{"belongs_to":{},"words":{"mood":"calm","words":"é"}}'
    assert signed == signed_by(alice, written.encode())


def test_two_items_never_share_an_item_key(alice):
    rows = [seal_for(Readers.SELF, alice) for _ in range(10)]

    key_ids = {row.sealed[7:23] for row in rows}

    assert len(key_ids) == 10


@pytest.mark.parametrize("readers", Readers)
def test_nobody_else_opens_an_item_as_their_own(alice, bob, readers):
    row = seal_for(readers, alice)

    with pytest.raises(VaultError):
        open_own(row.sealed, row.for_owner, keyring=bob, place=PLACE)


def test_another_couples_key_opens_nothing(alice):
    row = seal_for(Readers.BOTH, alice)

    with pytest.raises(VaultError):
        open_as_partner(row, alice, couple_key=new_key())


@pytest.mark.parametrize("readers", [Readers.SELF, Readers.BOTH])
def test_every_flipped_bit_of_what_the_author_opens_is_refused(alice, readers):
    row = seal_for(readers, alice)

    for flipped in bit_flips(row.sealed):
        with pytest.raises(VaultError):
            open_own(flipped, row.for_owner, keyring=alice, place=PLACE)
    for flipped in bit_flips(row.for_owner):
        with pytest.raises(VaultError):
            open_own(row.sealed, flipped, keyring=alice, place=PLACE)


def test_every_flipped_bit_of_what_the_partner_opens_is_refused(alice):
    row = seal_for(Readers.BOTH, alice)

    for flipped in bit_flips(row.sealed):
        with pytest.raises(VaultError):
            open_as_partner(replace(row, sealed=flipped), alice)
    for flipped in bit_flips(row.for_couple):
        with pytest.raises(VaultError):
            open_as_partner(row, alice, wrap=flipped)


def test_every_flipped_bit_of_an_envelope_is_refused(alice):
    row = seal_for(Readers.ESCROW, alice)

    for flipped in bit_flips(row.escrow):
        with pytest.raises(VaultError):
            release(flipped, place=PLACE, escrow_key=ESCROW)


@pytest.mark.parametrize("size", [0, 300, 10_000])
def test_sampled_bit_flips_of_items_of_any_length_are_refused(alice, size):
    row = seal_for(Readers.BOTH, alice, payload={"words": "a" * size})
    step = max(1, len(row.sealed) * 8 // 500)

    for flipped in bit_flips(row.sealed, step=step):
        with pytest.raises(VaultError):
            open_as_partner(replace(row, sealed=flipped), alice)


def test_a_row_with_its_wraps_moved_to_another_row_opens_for_nobody(alice):
    row = seal_for(Readers.BOTH, alice)
    elsewhere = place_of(ALICE, row=uuid4())

    with pytest.raises(VaultError):
        open_own(row.sealed, row.for_owner, keyring=alice, place=elsewhere)
    with pytest.raises(VaultError):
        open_as_partner(row, alice, place=elsewhere)


def test_a_partner_cannot_pass_signed_words_off_as_another_row(alice):
    row = seal_for(Readers.BOTH, alice)
    item_key = decrypt(COUPLE_KEY, row.for_couple, place=PLACE, kind=Kind.COUPLE_WRAP)
    signed = decrypt(item_key, row.sealed, place=PLACE, kind=Kind.SIGNED_ITEM)
    elsewhere = place_of(ALICE, row=uuid4())

    copied = forged(signed, place=elsewhere)

    with pytest.raises(VaultError):
        open_as_partner(copied, alice, place=elsewhere)


def forged(signed, *, place=PLACE, item_key=b"i" * 32):
    """A row that the partner or a host with the couple key can build."""
    return Sealed(
        sealed=encrypt(item_key, signed, place=place, kind=Kind.SIGNED_ITEM),
        for_owner=None,
        for_couple=encrypt(COUPLE_KEY, item_key, place=place, kind=Kind.COUPLE_WRAP),
        escrow=None,
    )


def signed_by(author, written, *, place=PLACE):
    return sign(author.sign_secret, items._CONTEXT, *place.parts(), written) + written


def test_the_forging_hand_of_these_tests_writes_a_row_that_opens(alice):
    genuine = forged(signed_by(alice, b'{"belongs_to":{},"words":{"words":"yes"}}'))

    assert open_as_partner(genuine, alice) == {"words": "yes"}


@pytest.mark.parametrize("written", [b'{"words":"I never said this"}', b"{}", b""])
def test_words_signed_by_someone_else_or_by_nobody_are_refused(alice, bob, written):
    for signed in [signed_by(bob, written), bytes(64) + written, written]:
        with pytest.raises(VaultError):
            open_as_partner(forged(signed), alice)


def test_a_genuine_signature_over_other_words_is_refused(alice):
    genuine = signed_by(alice, b'{"belongs_to":{},"words":{"words":"yes"}}')

    with pytest.raises(VaultError):
        open_as_partner(forged(genuine[:64] + b'{"belongs_to":{},"words":{"words":"no"}}'), alice)


TONIGHT = {"day": "2026-03-02", "question": "small-joy", "edition": "1"}


@pytest.mark.parametrize("readers", Readers)
@pytest.mark.parametrize(
    "elsewhere",
    [
        {**TONIGHT, "question": "deep-fear"},
        {**TONIGHT, "edition": "2"},
        {**TONIGHT, "day": "2026-03-03"},
        {**TONIGHT, "part": "thanks"},
    ],
)
def test_words_under_something_else_than_they_were_written_to_do_not_open(
    alice, readers, elsewhere
):
    written = replace(PLACE, belongs_to=TONIGHT)
    moved = replace(PLACE, belongs_to=elsewhere)
    row = seal_for(readers, alice, place=written)

    with pytest.raises(VaultError):
        open_own(row.sealed, row.for_owner, keyring=alice, place=moved)
    if readers is Readers.BOTH:
        assert open_as_partner(row, alice, place=written) == WORDS
        with pytest.raises(VaultError):
            open_as_partner(row, alice, place=moved)


def test_what_a_row_can_no_longer_tell_is_not_asked_for(alice):
    row = seal_for(Readers.BOTH, alice, place=replace(PLACE, belongs_to=TONIGHT))

    poorer = replace(PLACE, belongs_to={"day": TONIGHT["day"]})

    assert open_own(row.sealed, row.for_owner, keyring=alice, place=poorer) == WORDS


def test_a_signature_of_one_version_is_worth_nothing_in_the_other(alice, monkeypatch):
    written = b'{"belongs_to":{},"words":{"words":"yes"}}'
    of_the_first = sign(alice.sign_secret, items._FIRST_CONTEXT, *PLACE.parts(), written) + written

    with pytest.raises(VaultError):
        open_as_partner(forged(of_the_first), alice)
    monkeypatch.setattr(cipher, "VERSION", cipher.FIRST_VERSION)
    with pytest.raises(VaultError):
        open_as_partner(forged(signed_by(alice, b'{"words":"yes"}')), alice)


def test_the_author_notices_words_rewritten_under_the_same_item_key(alice, bob):
    row = seal_for(Readers.BOTH, alice)
    item_key = decrypt(COUPLE_KEY, row.for_couple, place=PLACE, kind=Kind.COUPLE_WRAP)

    rewritten = forged(signed_by(bob, b'{"words":"sorry"}'), item_key=item_key)

    with pytest.raises(VaultError):
        open_own(rewritten.sealed, row.for_owner, keyring=alice, place=PLACE)


def test_an_item_read_as_another_authors_is_refused(alice, bob):
    row = seal_for(Readers.BOTH, alice)

    with pytest.raises(VaultError):
        open_as_partner(row, bob)


def test_a_private_item_is_never_readable_as_shared(alice):
    row = seal_for(Readers.SELF, alice)
    item_key = decrypt(alice.own_key, row.for_owner, place=PLACE, kind=Kind.PRIVATE_WRAP)
    wrap = encrypt(COUPLE_KEY, item_key, place=PLACE, kind=Kind.COUPLE_WRAP)

    with pytest.raises(VaultError):
        open_as_partner(row, alice, wrap=wrap)


@pytest.mark.parametrize(
    "written",
    [
        b"[]",
        b'"words"',
        b"1",
        b"null",
        b"",
        b"{",
        b'{"words":1}',
        b'{"words":null}',
        b'{"words":["a"]}',
        b'{"words":{"a":"b"}}',
        b'{"belongs_to":{},"words":{"a":1}}',
        b'{"belongs_to":{"day":1},"words":{"a":"b"}}',
        b'{"belongs_to":[],"words":{"a":"b"}}',
        b'{"belongs_to":{}}',
        b'{"ok":"ok","words":1}',
        b'{"words":"\xff"}',
        b"[" * 100_000,
    ],
    ids=lambda written: repr(written[:20]),
)
def test_a_signed_payload_of_another_shape_is_refused(alice, written):
    with pytest.raises(VaultError):
        open_as_partner(forged(signed_by(alice, written)), alice)


def test_both_halves_of_an_escrow_open_it_and_neither_alone(alice):
    row = seal_for(Readers.ESCROW, alice)

    wrap = release(row.escrow, place=PLACE, escrow_key=ESCROW)

    assert open_as_partner(row, alice, wrap=wrap) == WORDS
    with pytest.raises(VaultError):
        open_as_partner(row, alice, wrap=row.escrow)
    with pytest.raises(VaultError):
        open_as_partner(row, alice, wrap=row.for_owner)
    with pytest.raises(VaultError):
        open_as_partner(row, alice, wrap=wrap, couple_key=ESCROW)
    with pytest.raises(VaultError):
        release(row.escrow, place=PLACE, escrow_key=COUPLE_KEY)


def test_an_envelope_moved_to_another_row_is_not_released(alice):
    row = seal_for(Readers.ESCROW, alice)

    with pytest.raises(VaultError):
        release(row.escrow, place=place_of(ALICE, row=CHARLIE), escrow_key=ESCROW)


@pytest.mark.parametrize("readers", [Readers.BOTH, Readers.ESCROW])
def test_the_author_hands_a_signed_item_over(alice, readers):
    row = seal_for(readers, alice)

    wrap = share(row.for_owner, keyring=alice, place=PLACE, couple_key=COUPLE_KEY)

    assert open_as_partner(row, alice, wrap=wrap) == WORDS


def test_a_private_item_is_not_handed_over_unsigned(alice):
    row = seal_for(Readers.SELF, alice)

    with pytest.raises(VaultError):
        share(row.for_owner, keyring=alice, place=PLACE, couple_key=COUPLE_KEY)


def test_only_the_author_hands_an_item_over_and_only_in_its_place(alice, bob):
    row = seal_for(Readers.ESCROW, alice)

    with pytest.raises(VaultError):
        share(row.for_owner, keyring=bob, place=PLACE, couple_key=COUPLE_KEY)
    with pytest.raises(VaultError):
        share(row.for_owner, keyring=alice, place=place_of(BOB), couple_key=COUPLE_KEY)


@pytest.mark.parametrize("readers", [Readers.BOTH, Readers.ESCROW])
@pytest.mark.parametrize("missing", ["couple", "couple_key"])
def test_sharing_without_a_couple_or_its_key_is_a_plain_mistake(alice, readers, missing):
    alone = replace(PLACE, couple=None) if missing == "couple" else PLACE
    couple_key = None if missing == "couple_key" else COUPLE_KEY

    with pytest.raises(ValueError, match=r"^A shared item needs its couple and the couple key\.$"):
        seal(
            WORDS,
            readers=readers,
            author=alice,
            place=alone,
            couple_key=couple_key,
            escrow_key=ESCROW,
        )


def test_escrow_without_the_hosts_key_is_a_plain_mistake(alice):
    with pytest.raises(ValueError, match=r"^An escrowed item needs the host's escrow key\.$"):
        seal(
            WORDS,
            readers=Readers.ESCROW,
            author=alice,
            place=PLACE,
            couple_key=COUPLE_KEY,
            escrow_key=None,
        )


def test_one_person_alone_seals_without_any_couple(alice):
    alone = replace(PLACE, couple=None, epoch=0)

    row = seal(
        WORDS,
        readers=Readers.SELF,
        author=alice,
        place=alone,
        couple_key=None,
        escrow_key=None,
    )

    assert open_own(row.sealed, row.for_owner, keyring=alice, place=alone) == WORDS


@pytest.mark.parametrize("swapped", ["for_couple", "sealed", "escrow"])
def test_columns_in_each_others_place_open_nothing(alice, swapped):
    row = seal_for(Readers.BOTH, alice)
    escrowed = seal_for(Readers.ESCROW, alice)
    wrap = {"for_couple": row.for_couple, "sealed": row.sealed, "escrow": escrowed.escrow}[swapped]

    with pytest.raises(VaultError):
        open_own(row.sealed, wrap, keyring=alice, place=PLACE)
    with pytest.raises(VaultError):
        open_own(wrap, row.for_owner, keyring=alice, place=PLACE) if swapped != "sealed" else (
            open_own(row.for_owner, row.for_owner, keyring=alice, place=PLACE)
        )


@some
@given(st.integers(0, 200), st.integers(0, 200))
def test_two_private_texts_within_one_step_look_equally_long(one, two):
    alice, _ = person(ALICE)

    lengths = {
        len(seal_for(Readers.SELF, alice, payload={"words": "a" * size}).sealed)
        for size in (one, two)
    }

    assert len(lengths) == 1


def test_no_column_holds_a_readable_word(alice):
    row = seal_for(Readers.ESCROW, alice)

    stored = row.sealed + row.for_owner + row.escrow

    assert b"heard" not in stored
    assert json.dumps(WORDS).encode() not in stored
