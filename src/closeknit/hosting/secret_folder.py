"""The host's own secrets: one small file each, beside the database and never in it."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from closeknit.hosting.durable import give_name, sync, write_part
from closeknit.hosting.problems import HostError

PEPPER = "pepper"
# What each key id is bound to; keyrings hold those of pepper and escrow since the first release.
_PURPOSES = {
    PEPPER: b"ck pepper mark",
    "escrow": b"ck escrow mark",
    "totp": b"ck totp mark",
    "django": b"ck django mark",
    "reminders": b"ck reminder mark",
}
SECRETS = tuple(_PURPOSES)
_BYTES = 32
_USED = ".used"


def key_id(name: str, value: bytes) -> bytes:
    """Return 16 bytes that tell this host's secret from another, and nothing more."""
    return blake2b(value, person=_PURPOSES[name], digest_size=16).digest()


def read_secrets(folder: Path) -> Mapping[str, bytes]:
    """Return the secrets that are there; an empty file is none.

    Raises HostError for one that is damaged.
    """
    found = {name: _read(folder / name) for name in SECRETS}
    return {name: value for name, value in found.items() if value}


def make_missing(folder: Path) -> Mapping[str, bytes]:
    """Make the secrets that are not there, each whole or not at all, and return all of them."""
    there = read_secrets(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts: dict[str, Path] = {}
    try:
        for name in SECRETS:
            if name not in there:
                parts[name] = write_part(folder / name, secrets.token_bytes(_BYTES).hex())
        for name, part in parts.items():
            give_name(part, folder / name)
        sync(folder)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return read_secrets(folder)


def drawn(there: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Fill what is missing with secrets that nothing keeps, for a process that may not make any."""
    return {name: there.get(name) or secrets.token_bytes(_BYTES) for name in SECRETS}


def are_used(folder: Path) -> bool:
    """Tell whether a database was ever brought up with these secrets."""
    return (folder / _USED).exists()


def note_use(folder: Path) -> None:
    """Note that a database was brought up with these secrets, where the folder may be written."""
    with suppress(OSError):  # secrets may be mounted to be read only; then its owner keeps watch
        (folder / _USED).touch(mode=0o600, exist_ok=True)


def forget_use(folder: Path) -> None:
    (folder / _USED).unlink(missing_ok=True)


def parsed(text: str) -> bytes | None:
    """Return the 32 bytes that a secret file's text stands for, or None when it is damaged."""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        return None
    return value if len(value) == _BYTES else None


def _read(path: Path) -> bytes | None:
    """Return the secret at `path`; None when there is none."""
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        text = "not even text"
    if not text:
        return None
    value = parsed(text)
    if value is None:
        raise HostError(
            f"The secret file {path} is damaged, so nothing was started. "
            "Put the saved copy back with `closeknit restore --secrets-only FILE`."
        )
    return value
