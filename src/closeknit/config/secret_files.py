"""The host's own secrets: files beside the database, never in it."""

import os
import secrets
from pathlib import Path

from closeknit.domain.vault import HostSecrets


class SecretFilesError(Exception):
    """A secret file is missing or damaged while the others are there."""


def read_or_make_host_secrets(folder: Path) -> HostSecrets:
    """Return the pepper, escrow key and TOTP key (32 bytes each), made on the first run."""
    return HostSecrets(
        pepper=_read_or_make(folder / "pepper"),
        escrow=_read_or_make(folder / "escrow"),
        totp=_read_or_make(folder / "totp"),
    )


def read_or_make_signing_key(folder: Path) -> str:
    """Return Django's SECRET_KEY (64 hexadecimal digits), made on the first run."""
    return _read_or_make(folder / "django").hex()


def read_or_make_reminder_secret(folder: Path) -> bytes:
    """Return the 32 bytes behind reminders, made on the first run.

    Without them no channel opens any more: phones subscribe again, addresses are typed again.
    """
    return _read_or_make(folder / "reminders")


def _read_or_make(path: Path) -> bytes:
    try:
        value = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return _make(path)
    except ValueError:
        value = b""
    if len(value) != 32:  # noqa: PLR2004  the size of every key here
        raise SecretFilesError(f"The secret file {path} is damaged; put its saved copy back.")
    return value


def _make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = secrets.token_bytes(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_or_make(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value.hex())
    return value
