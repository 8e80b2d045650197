"""Whether a disk has room for what is about to be written."""

import shutil
from pathlib import Path

from closeknit.hosting.problems import HostError

_MARGIN = 16 * 1024 * 1024  # bytes that stay free


def require_room(*, folder: Path, size: int, what: str) -> None:
    """Raise HostError unless the disk under `folder`, which may not exist yet, takes `size`."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), Path("/"))
    free = shutil.disk_usage(there).free
    if free < size + _MARGIN:
        raise HostError(
            f"There is no room in {folder} for {what}: it needs {spoken_size(size + _MARGIN)}, "
            f"{spoken_size(free)} are free. Nothing was changed. Make room or name another folder."
        )


def spoken_size(size: int) -> str:
    """Return a size as people say it, such as `1.4 GB`."""
    for unit, bytes_each in (("GB", 1024**3), ("MB", 1024**2)):
        if size >= bytes_each:
            return f"{size / bytes_each:.1f} {unit}"
    return f"{size / 1024:.0f} kB"
