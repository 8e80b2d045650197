from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vault_cast import some

from closeknit.domain.vault import (
    Invite,
    RecoveryCode,
    new_invitation_secret,
    new_recovery_code,
    parse_invitation,
    words,
)
from closeknit.domain.vault.words import ALPHABET

CODE = RecoveryCode(bytes(range(20)))
LETTERS = CODE.text.replace("-", "")
SECRET = "k7m2q lunch warm ankle common field spare"
MISTAKE = r"^This recovery code has a typing mistake\.$"
FOREIGN = r"^A recovery code holds no letter U and no foreign characters\.$"
SHAPE = r"^An invitation is a code of 5 letters and digits, then 6 words\.$"
entropies = st.binary(min_size=20, max_size=20)


@some
@given(entropies)
def test_a_recovery_code_reads_back_from_its_text(entropy):
    code = RecoveryCode(entropy)

    assert RecoveryCode.parse(code.text) == code


def test_a_recovery_code_that_uses_every_character_reads_back():
    every = sum(digit << 5 * (31 - digit) for digit in range(32))
    code = RecoveryCode(every.to_bytes(20, "big"))

    assert code.text.startswith("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-")
    assert RecoveryCode.parse(code.text) == code


def test_a_recovery_code_is_nine_groups_of_four_plain_characters():
    groups = new_recovery_code().text.split("-")

    assert [len(group) for group in groups] == [4] * 9
    assert set("".join(groups)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@pytest.mark.parametrize(
    "typed",
    [
        CODE.text.lower(),
        LETTERS,
        f"  {CODE.text}\n",
        CODE.text.replace("-", " "),
        CODE.text.replace("-", "\u2013"),
        " ".join(LETTERS),
        LETTERS.replace("0", "O").replace("1", "I"),
        LETTERS.replace("0", "o").replace("1", "l"),
        LETTERS.replace("1", "i"),
        LETTERS.replace("1", "L"),
        "".join(chr(ord(letter) + 0xFEE0) for letter in LETTERS),
    ],
)
def test_a_recovery_code_forgives_how_it_was_typed(typed):
    assert RecoveryCode.parse(typed) == CODE


def test_every_single_wrong_character_is_noticed():
    for at, right in enumerate(LETTERS):
        for wrong in ALPHABET.replace(right, ""):
            with pytest.raises(ValueError, match=MISTAKE):
                RecoveryCode.parse(LETTERS[:at] + wrong + LETTERS[at + 1 :])


@some
@given(entropies)
def test_every_two_swapped_neighbours_are_noticed(entropy):
    letters = RecoveryCode(entropy).text.replace("-", "")

    for at, (one, two) in enumerate(pairwise(letters)):
        if one != two:
            with pytest.raises(ValueError, match=MISTAKE):
                RecoveryCode.parse(letters[:at] + two + one + letters[at + 2 :])


def test_no_two_wrong_characters_can_leave_the_checksum_whole():
    prime = words._CHECK_PRIME

    for gap in range(1, 36):
        reached = {wrong * pow(32, gap, prime) % prime for wrong in range(1, 32)}
        unseen = {wrong for wrong in range(1, 32) if {wrong, prime - wrong} & reached}
        assert unseen == set()


def test_a_valid_looking_second_checksum_is_refused():
    value = int.from_bytes(bytes(20)) << 20
    twin = value + words._CHECK_PRIME
    letters = "".join(ALPHABET[twin >> 5 * place & 31] for place in reversed(range(36)))

    with pytest.raises(ValueError, match=MISTAKE):
        RecoveryCode.parse(letters)


@pytest.mark.parametrize("typed", ["", "A", LETTERS[:-1], LETTERS + "A", LETTERS * 2])
def test_a_recovery_code_of_another_length_is_refused(typed):
    with pytest.raises(ValueError, match=r"^A recovery code has 36 letters and digits\.$"):
        RecoveryCode.parse(typed)


@pytest.mark.parametrize("foreign", ["U", "u", "é", "中"])
def test_a_letter_outside_the_alphabet_is_refused(foreign):
    with pytest.raises(ValueError, match=FOREIGN):
        RecoveryCode.parse(LETTERS[:-1] + foreign)


def test_recovery_keys_are_32_bytes_and_differ_from_the_code():
    key = CODE.key()

    assert len(key) == 32
    assert CODE.entropy not in key
    assert RecoveryCode(bytes(20)).key() != key


def test_new_recovery_codes_hold_160_bits_and_never_repeat():
    codes = {new_recovery_code().entropy for _ in range(50)}

    assert len(codes) == 50
    assert {len(entropy) for entropy in codes} == {20}


def test_an_invitation_is_a_code_and_six_words_of_the_list():
    invite = parse_invitation(new_invitation_secret())

    assert len(invite.code) == 5
    assert len(invite.words) == 6
    assert set(invite.words) <= set(words._words())


def test_invitations_reach_both_ends_of_alphabet_and_word_list(monkeypatch):
    monkeypatch.setattr(words, "random", lambda size: b"\xff" * size)
    last = new_invitation_secret()
    monkeypatch.setattr(words, "random", bytes)
    first = new_invitation_secret()

    assert last == "zzzzz zoo zoo zoo zoo zoo zoo"
    assert first == "00000 abandon abandon abandon abandon abandon abandon"


def test_each_word_is_drawn_from_two_bytes_of_its_own(monkeypatch):
    monkeypatch.setattr(words, "random", lambda size: bytes(range(size)))

    drawn = parse_invitation(new_invitation_secret()).words

    numbers = [0x001, 0x203, 0x405, 0x607, 0x809 - 0x800, 0xA0B - 0x800]
    assert drawn == tuple(words._words()[number] for number in numbers)


def test_new_invitations_never_repeat():
    secrets = {new_invitation_secret() for _ in range(50)}
    codes = {secret.split()[0] for secret in secrets}

    assert len(secrets) == 50
    assert len(codes) > 45


@pytest.mark.parametrize(
    "typed",
    [
        SECRET,
        SECRET.upper(),
        SECRET.replace(" ", "-"),
        SECRET.replace(" ", ", "),
        f"\n {SECRET.replace(' ', '   ')} ",
        "K7M 2Q: lunch, warm, ankle; common field spare.",
        "k-7-m-2-q lunch warm ankle common field spare",
    ],
)
def test_an_invitation_forgives_how_it_was_typed(typed):
    invite = parse_invitation(typed)

    assert invite.text == SECRET
    assert invite == Invite("k7m2q", ("lunch", "warm", "ankle", "common", "field", "spare"))


def test_look_alikes_in_the_short_code_are_read_as_digits():
    typed = parse_invitation("OIl0o lunch warm ankle common field spare")

    assert typed.code == "01100"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "k7m2q",
        "lunch warm ankle common field spare",
        "k7m2q lunch warm ankle common field",
        "k7m2 lunch warm ankle common field spare",
        "k7m2qq lunch warm ankle common field spare",
        "k7m2u lunch warm ankle common field spare",
        "k7m2q spare lunch warm ankle common field spare",
    ],
)
def test_an_invitation_of_another_shape_is_refused_in_one_sentence(typed):
    with pytest.raises(ValueError, match=SHAPE) as refusal:
        parse_invitation(typed)

    assert str(refusal.value).count(".") == 1


def test_an_unknown_word_is_named_by_its_number_and_never_repeated():
    with pytest.raises(
        ValueError, match=r"^Word 3 is not one of the invitation words\.$"
    ) as refusal:
        parse_invitation("k7m2q lunch warm uncle77 common field spare")

    assert "uncle77" not in str(refusal.value)


def test_secrets_a_person_holds_do_not_print_themselves():
    printed = repr(CODE) + repr(parse_invitation(SECRET))

    assert "lunch" not in printed
    assert CODE.text[:4] not in printed
    assert repr(CODE.entropy) not in printed


@some
@given(entropies)
def test_a_code_reads_the_same_in_every_spelling(entropy):
    text = RecoveryCode(entropy).text
    arabic: dict[str, str | int] = {str(digit): chr(0x0660 + digit) for digit in range(10)}
    wide: dict[str, str | int] = {sign: chr(ord(sign) + 0xFEE0) for sign in ALPHABET}
    spellings = (
        text.lower(),
        " ".join(text),
        text.replace("0", "o").replace("1", "l"),
        text.replace("0", "O").replace("1", "I"),
        text.translate(str.maketrans(arabic)),
        text.translate(str.maketrans(wide)),
    )

    assert {words.plain_code(each) for each in spellings} == {text.replace("-", "")}
