"""The secrets file: what the database alone cannot do without, saved apart from it."""

import json
import os
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from closeknit.hosting.problems import HostError

_FORMAT = 1
_RENEWABLE = "lan-server"  # the server's own certificate is made anew whenever it is missing
_MARK = "secrets-saved.json"


@dataclass(frozen=True)
class SavedMark:
    """When the secrets were last saved, and whether they are still those that were saved."""

    on: date
    is_current: bool


def save_secrets(*, folder: Path, to: Path, data_dir: Path, on: date) -> int:
    """Write every secret into one file of mode 0600; returns how many.

    Raises HostError when the file exists, or lies beside the database it is to outlive.
    """
    secrets = _read_all(folder)
    if not secrets:
        raise HostError(f"There are no secrets in {folder} yet. Start the server once, then save.")
    if to.resolve().is_relative_to(data_dir.resolve()):
        raise HostError(
            f"{to} lies in the data folder. Save the secrets elsewhere, apart from the backups."
        )
    _write_new(to, json.dumps({"closeknit-secrets": _FORMAT, "files": secrets}, indent=1))
    mark = {"on": on.isoformat(), "digest": _digest(secrets)}
    (data_dir / _MARK).write_text(json.dumps(mark), encoding="utf-8")
    return len(secrets)


def put_secrets_back(*, saved: Path, folder: Path) -> int:
    """Unpack a secrets file into a folder that holds none; returns how many."""
    if folder.exists() and any(folder.iterdir()):
        raise HostError(f"{folder} holds secrets already. Restore into an empty folder.")
    secrets = _parse(saved)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, value in secrets.items():
        _write_new(folder / name, value)
    return len(secrets)


def saved_mark(*, folder: Path, data_dir: Path) -> SavedMark | None:
    """Return when the secrets were saved, or None when they never were."""
    try:
        mark = json.loads((data_dir / _MARK).read_text(encoding="utf-8"))
        return SavedMark(
            on=date.fromisoformat(mark["on"]),
            is_current=mark["digest"] == _digest(_read_all(folder)),
        )
    except (OSError, ValueError, KeyError):
        return None


def _parse(saved: Path) -> dict[str, str]:
    try:
        content = json.loads(saved.read_text(encoding="utf-8"))
        version, files = content["closeknit-secrets"], dict(content["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HostError(f"{saved} cannot be read as a secrets file.") from error
    if version != _FORMAT:
        raise HostError(f"{saved} was written by another version of Closeknit.")
    if any(Path(name).name != name or not isinstance(value, str) for name, value in files.items()):
        raise HostError(f"{saved} names files outside its folder, so it was refused.")
    return files


def _read_all(folder: Path) -> dict[str, str]:
    files = sorted(folder.iterdir()) if folder.exists() else []
    return {
        file.name: file.read_text(encoding="ascii")
        for file in files
        if file.is_file() and not file.name.startswith(_RENEWABLE)
    }


def _digest(secrets: dict[str, str]) -> str:
    return sha256(json.dumps(secrets, sort_keys=True).encode()).hexdigest()


def _write_new(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise HostError(f"{path} exists already. Name a new file.") from error
    except OSError as error:
        path.unlink(missing_ok=True)
        raise HostError(f"{path} could not be written: {error}.") from error
