"""A small disk that really fills: a memory file system of its own, or a container's small one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

SIZE = 48  # MiB, enough for the first start and far less than any machine's memory
SMALL = 256 * 1024 * 1024  # bytes that a disk may have that is to be filled in a moment
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  a container's is 64 MB, and anybody may write there


@dataclass
class SmallDisk:
    folder: Path
    """An empty folder on it."""

    def fill(self, *, leaving: int) -> None:
        """Write until no more than `leaving` bytes are free."""
        with (self.folder.parent / f"filler-{uuid4()}").open("wb") as filler:
            free = os.statvfs(filler.name)
            filler.write(bytes(max(free.f_bavail * free.f_frsize - leaving, 0)))

    def make_room(self) -> None:
        for filler in self.folder.parent.glob("filler-*"):
            filler.unlink()


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """Mount one where root may; else fill a small /dev/shm; else say why the test was skipped."""
    with TemporaryDirectory(prefix="closeknit-disk-") as made:
        mount = shutil.which("mount")
        option = f"size={SIZE}m"
        tried = mount and subprocess.run(
            [mount, "-t", "tmpfs", "-o", option, "tmpfs", made], capture_output=True, check=False
        )
        if tried and tried.returncode == 0:
            try:
                yield _on(Path(made))
            finally:
                subprocess.run(["umount", "--lazy", made], check=True)
            return
    if not SHARED_MEMORY.is_dir() or shutil.disk_usage(SHARED_MEMORY).total > SMALL:
        pytest.skip("no small disk can be had: not allowed to mount one, and /dev/shm is large")
    with TemporaryDirectory(prefix="closeknit-disk-", dir=SHARED_MEMORY) as made:
        yield _on(Path(made))


def _on(disk: Path) -> SmallDisk:
    folder = disk / "home"
    folder.mkdir()
    return SmallDisk(folder=folder)
