"""Files that appear whole or not at all, and are still there after the power went."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def sync(path: Path) -> None:
    """Make a file's bytes durable, or a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle(part: Path, to: Path) -> None:
    """Make the bytes durable before the name, and the name before we say so."""
    sync(part)
    part.replace(to)
    sync(to.parent)


def write_whole(path: Path, text: str) -> None:
    """Put `text` in the place of whatever is at `path`; a full disk leaves what was there."""
    part = write_part(path, text)
    try:
        settle(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_part(path: Path, text: str) -> Path:
    """Write `text`, durable and its owner's alone, under a name of its own beside `path`."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    return Path(name)


def give_name(part: Path, to: Path) -> bool:
    """Give a part its name unless a file with content has it; tell whether it was given.

    Of two that come at once one is first, and neither replaces what the other wrote.
    """
    if to.exists() and to.stat().st_size == 0:  # an older release stopped here on a full disk
        part.replace(to)
        return True
    try:
        os.link(part, to)
    except FileExistsError:
        return False
    return True
