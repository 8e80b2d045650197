"""Secrets a person writes down or says aloud: the recovery code and the invitation words."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from mnemonic import Mnemonic
from nacl.utils import random

from closeknit.domain.vault.cipher import derive

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: crockford.com/base32.html
RECOVERY_BYTES = 20
INVITATION_WORDS = 6
INVITATION_CODE = 5  # characters

# The largest prime below 2**20 for which 32**k * d1 + d2 never vanishes (0 < |d1|, |d2| < 32,
# 0 < k < 36): every one or two wrong characters, and so every swap, change the remainder.
_CHECK_PRIME = 1048517
_CHECK_BITS = 20
_CODE_CHARACTERS = (RECOVERY_BYTES * 8 + _CHECK_BITS) // 5
_GROUP = 4
_LOOK_ALIKES = str.maketrans("OIL", "011")


@dataclass(frozen=True, repr=False)
class RecoveryCode:
    """160 random bits; the text carries 20 more that catch mistyping."""

    entropy: bytes

    @classmethod
    def parse(cls, text: str) -> "RecoveryCode":
        letters = plain_code(text)
        if len(letters) != _CODE_CHARACTERS:
            raise ValueError(f"A recovery code has {_CODE_CHARACTERS} letters and digits.")
        if not set(letters) <= set(ALPHABET):
            raise ValueError("A recovery code holds no letter U and no foreign characters.")
        value = 0
        for letter in letters:
            value = value * 32 + ALPHABET.index(letter)
        code = cls((value >> _CHECK_BITS).to_bytes(RECOVERY_BYTES, "big"))
        if code._checked() != value:
            raise ValueError("This recovery code has a typing mistake.")
        return code

    @property
    def text(self) -> str:
        """Nine groups of four characters, joined by dashes."""
        value = self._checked()
        letters = [ALPHABET[value >> 5 * place & 31] for place in reversed(range(_CODE_CHARACTERS))]
        groups = [letters[at : at + _GROUP] for at in range(0, _CODE_CHARACTERS, _GROUP)]
        return "-".join("".join(group) for group in groups)

    @property
    def last_group(self) -> str:
        return self.text.rpartition("-")[2]

    def key(self) -> bytes:
        """Return 32 bytes, without pepper and without Argon2: 160 bits cannot be guessed."""
        return derive(self.entropy, "recovery")

    def _checked(self) -> int:
        shifted = int.from_bytes(self.entropy, "big") << _CHECK_BITS
        return shifted + -shifted % _CHECK_PRIME


@dataclass(frozen=True, repr=False)
class Invite:
    """A short code that finds the invitation, and the words that open it."""

    code: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join((self.code, *self.words))


def new_recovery_code() -> RecoveryCode:
    return RecoveryCode(random(RECOVERY_BYTES))


def new_invitation_secret() -> str:
    """Return a code of 25 bits and six words of 66 bits, parted by spaces."""
    code = "".join(ALPHABET[byte & 31] for byte in random(INVITATION_CODE)).lower()
    drawn = random(2 * INVITATION_WORDS)
    words = [
        _words()[int.from_bytes(drawn[at : at + 2], "big") & 2047] for at in range(0, len(drawn), 2)
    ]
    return " ".join((code, *words))


def parse_invitation(text: str) -> Invite:
    chunks = [chunk.lower() for chunk in _chunks(text)]
    code = plain_code("".join(chunks[:-INVITATION_WORDS]))
    words = tuple(chunks[-INVITATION_WORDS:])
    if len(code) != INVITATION_CODE or not set(code) <= set(ALPHABET):
        raise ValueError(
            f"An invitation is a code of {INVITATION_CODE} letters and digits,"
            f" then {INVITATION_WORDS} words."
        )
    known = set(_words())
    for number, word in enumerate(words, start=1):
        if word not in known:
            raise ValueError(f"Word {number} is not one of the invitation words.")
    return Invite(code.lower(), words)


def plain_code(text: str) -> str:
    """Return a typed code as it was written: capitals, plain digits, no spaces, no look-alikes."""
    letters = "".join(_chunks(text)).upper()
    plain = "".join(str(unicodedata.digit(each, each)) for each in letters)
    return plain.translate(_LOOK_ALIKES)


def _chunks(text: str) -> list[str]:
    """Split at everything that is neither a letter nor a digit."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(each if each.isalnum() else " " for each in plain).split()


@cache
def _words() -> tuple[str, ...]:
    """Return the 2,048 English words of BIP 39."""
    return tuple(Mnemonic("english").wordlist)
