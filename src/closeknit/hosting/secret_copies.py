"""The secrets file: what the database alone cannot do without, saved apart from it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from closeknit.hosting.durable import give_name, sync, write_part, write_whole
from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_folder import SECRETS, parsed

_FORMAT = 1
_RENEWABLE = "lan-server"  # the server's own certificate is made anew whenever it is missing
_MARK = "secrets-saved.json"
_OF_NO_ACCOUNT = frozenset({"lost+found", _MARK})
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


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
    try:
        write_whole(data_dir / _MARK, json.dumps(mark))
    except OSError as error:
        raise HostError(
            f"The secrets are saved in {to}, but {data_dir} could not note it: {error.strerror}. "
            "Make room there; `closeknit doctor` will ask once more."
        ) from error
    return len(secrets)


def read_saved(saved: Path) -> Mapping[str, str]:
    """Return the texts of a secrets file by their names, after looking at each.

    Raises HostError for a file that is damaged, or none of ours.
    """
    files = _parse(saved)
    damaged = [name for name in SECRETS if name in files and parsed(files[name]) is None]
    if damaged:
        raise HostError(f"{saved} is damaged at {', '.join(damaged)}. Nothing was restored.")
    return files


def values_of(files: Mapping[str, str]) -> Mapping[str, bytes]:
    """Return the 32 bytes of each secret that a secrets file holds."""
    found = {name: parsed(files[name]) for name in SECRETS if name in files}
    return {name: value for name, value in found.items() if value}


def put_secrets_back(*, files: Mapping[str, str], folder: Path) -> int:
    """Put the files of a secrets file into their folder; returns how many.

    What stands there under the same name with another content is set aside, never overwritten.
    """
    parts: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, value in files.items():
            if not _says(folder / name, value):
                parts[name] = write_part(folder / name, value)
        for name, part in parts.items():
            _set_aside(folder / name)
            give_name(part, folder / name)
        sync(folder)
    except OSError as error:
        raise HostError(
            f"The secrets could not be written to {folder}: {error.strerror}. "
            "Make room there and try again."
        ) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return len(files)


def saved_mark(*, folder: Path, data_dir: Path) -> SavedMark | None:
    """Return when the secrets were saved, or None when they never were."""
    try:
        mark = json.loads((data_dir / _MARK).read_text(encoding="utf-8"))
        return SavedMark(
            on=date.fromisoformat(mark["on"]),
            is_current=mark["digest"] == _digest(_read_all(folder)),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def content_of(folder: Path) -> list[str]:
    """Return the names of what somebody put into a folder; a disk's own and hidden ones are not."""
    if not folder.exists():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if not path.name.startswith(".") and path.name not in _OF_NO_ACCOUNT
    )


def _parse(saved: Path) -> dict[str, str]:
    try:
        content = json.loads(saved.read_text(encoding="utf-8"))
        version, files = content["closeknit-secrets"], dict(content["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise HostError(f"{saved} cannot be read as a secrets file.") from error
    if version != _FORMAT:
        raise HostError(f"{saved} was written by another version of Closeknit.")
    for name, value in files.items():
        if not _NAME.fullmatch(name) or not isinstance(value, str):
            raise HostError(f"{saved} names files outside its folder, so it was refused.")
    return files


def _read_all(folder: Path) -> dict[str, str]:
    secrets = {}
    for name in content_of(folder):
        file = folder / name
        if not file.is_file() or name.startswith(_RENEWABLE):
            continue
        try:
            secrets[name] = file.read_text(encoding="ascii")
        except UnicodeDecodeError:
            raise HostError(
                f"{file} is no secret of Closeknit's, so nothing was saved. Move it elsewhere."
            ) from None
    return secrets


def _says(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def _set_aside(path: Path) -> None:
    """Give what stands at `path` a hidden name of its own; an empty file may go."""
    if not path.exists() or path.stat().st_size == 0:
        return
    number = 1
    while path.with_name(f".{path.name}.aside-{number}").exists():
        number += 1
    path.rename(path.with_name(f".{path.name}.aside-{number}"))


def _digest(secrets: dict[str, str]) -> str:
    return sha256(json.dumps(secrets, sort_keys=True).encode()).hexdigest()


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all."""
    part = None
    try:
        part = write_part(path, text)
        if not give_name(part, path):
            raise HostError(f"{path} exists already. Name a new file.")
        sync(path.parent)
    except OSError as error:
        raise HostError(f"{path} could not be written: {error.strerror}.") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
