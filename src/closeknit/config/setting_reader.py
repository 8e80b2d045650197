"""How a setting is read: from the environment or a file, stripped, and empty means unset.

A parser takes the stripped text and raises ValueError with the rest of a sentence that begins with
the setting's name. It never repeats what was given, since that may hold a password.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from closeknit.hosting.problems import HostError

PREFIX = "CLOSEKNIT_"
ESCAPES = "write % as %25, # as %23, ? as %3F, / as %2F, @ as %40, : as %3A"
"""What to do about the letters that have a meaning of their own in a URL."""
_YES = frozenset({"true", "yes", "on", "1", "t", "y"})
_NO = frozenset({"false", "no", "off", "0", "f", "n"})

T = TypeVar("T")
U = TypeVar("U")
Parser = Callable[[str], T]


class SettingReader:
    """Reads settings out of `given`; `warnings` says of each that was passed over why."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.warnings: dict[str, str] = {}

    def needed(self, name: str, parse: Parser[T], default: U) -> T | U:
        """Return a setting that must be right; raises HostError with one sentence."""
        try:
            return self._read(name, parse, default)
        except ValueError as error:
            raise HostError(f"{PREFIX}{name} {error}.") from None

    def tolerated(self, name: str, parse: Parser[T], default: U, *, so: str) -> T | U:
        """Return a setting that may be wrong without harm; then the default, and a warning."""
        try:
            return self._read(name, parse, default)
        except ValueError as error:
            self.warn(name, f"{error}. {so}")
            return default

    def warn(self, name: str, why: str) -> None:
        self.warnings[f"{PREFIX}{name}"] = f"{PREFIX}{name} {why}"

    def _read(self, name: str, parse: Parser[T], default: U) -> T | U:
        text = self._text(name)
        return parse(text) if text else default

    def _text(self, name: str) -> str:
        """A file wins over a value beside it, as with other servers' `_FILE`."""
        file = self._given.get(f"{PREFIX}{name}_FILE", "").strip()
        if not file:
            return self._given.get(f"{PREFIX}{name}", "").strip()
        try:
            return _home_expanded(file).read_text(encoding="utf-8-sig").strip()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise ValueError(f"cannot be read from the file {file}: {reason}") from None


def a_path(text: str) -> Path:
    """Return the whole path; a leading `~` is the home of a user."""
    if "\0" in text:
        raise ValueError("must be the path of a file or folder")
    return _home_expanded(text).absolute()


def a_switch(text: str) -> bool:
    folded = text.casefold()
    if folded not in _YES | _NO:
        raise ValueError("must be true or false")
    return folded in _YES


def a_list(text: str) -> tuple[str, ...]:
    """Return what stands between the commas, stripped, without the empty ones."""
    return tuple(part for part in map(str.strip, text.split(",")) if part)


def a_number(*, at_least: int, at_most: int) -> Parser[int]:
    def parse(text: str) -> int:
        if not (text.isdecimal() and len(text) <= len(str(at_most))):
            raise ValueError(f"must be a number from {at_least} to {at_most}")
        number = int(text)
        if not at_least <= number <= at_most:
            raise ValueError(f"must be a number from {at_least} to {at_most}")
        return number

    return parse


def _home_expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError("begins with the home of a user who is not known here") from None
