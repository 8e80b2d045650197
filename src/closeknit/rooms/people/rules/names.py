"""Names to sign in with: one folding for writing and look-up, and what a new one may hold."""

import unicodedata

MOST_BY_ONE_ADDRESS = 3  # accounts: each costs two Argon2 runs at every sign-in by an address
LONGEST_NAME = 60  # characters, as it is kept and as it is folded
_FOLDED_UP_TO = 120  # characters: an older name may grow when it is folded
_MARKS = frozenset(" -'.\u2019\u00b7")
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_INVISIBLE_MARKS = frozenset(
    chr(code)
    for first, last in ((0x34F, 0x34F), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)
_LOOK_ALIKE_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC"})


def fold_name(text: str) -> str:
    """Return what two spellings of one name have in common: NFKC, case folded, single spaces."""
    return _folded(_folded(text))[:_FOLDED_UP_TO].rstrip()  # folding twice changes no more


def spelt_as_first(text: str) -> str:
    """Return a name as the first release kept it, by which those who have it still sign in."""
    return text.strip().lower()


def is_address(text: str) -> bool:
    """Tell whether something typed may be an e-mail address; no new name holds an "@"."""
    return "@" in text


def tidied_name(text: str) -> str:
    """Return a name as it is shown: composed letters, single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def is_plain_name(text: str) -> bool:
    """Tell whether a new name holds only what people see and can tell apart."""
    letters = [character for character in text if character.isalpha()]
    return (
        bool(letters)
        and len(fold_name(text)) <= LONGEST_NAME
        and all(_may_stand_in_a_name(character) for character in text)
        and len({_script(letter) for letter in letters} & _LOOK_ALIKE_SCRIPTS) <= 1
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def _may_stand_in_a_name(character: str) -> bool:
    if character in _INVISIBLE_LETTERS or character in _INVISIBLE_MARKS:
        return False
    return character in _MARKS or unicodedata.category(character) in {
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd",
    }  # fmt: skip


def _script(letter: str) -> str:
    """Return the script of a letter, by the first word of its Unicode name."""
    return unicodedata.name(unicodedata.normalize("NFKC", letter)[0], "").partition(" ")[0]
