"""A small disk that really fills: a memory file system of its own, or a container's small one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

SIZE = 48  # MiB, enough for the first start and far less than any machine's memory
SMALL = 256 * 1024 * 1024  # bytes that a disk may have that is to be filled in a moment
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  a container's is 64 MB, and anybody may write there
# Anybody may mount in a space of their own, where the kernel lets them make one. It is seen from
# outside below the root of a process that stays in it; that one ends when its input is closed.
IN_A_SPACE_OF_ITS_OWN = 'mount -t tmpfs -o "$1" tmpfs "$2" && echo $$ && read -r _'


@dataclass
class SmallDisk:
    folder: Path
    """An empty folder on it."""

    def fill(self, *, leaving: int) -> None:
        """Write until no more than `leaving` bytes are free."""
        filler = (self.folder.parent / f"filler-{uuid4()}").open("wb", buffering=0)
        with filler, suppress(OSError):  # a server that writes meanwhile may fill it first
            free = os.statvfs(filler.name)
            filler.write(bytes(max(free.f_bavail * free.f_frsize - leaving, 0)))

    def make_room(self) -> None:
        for filler in self.folder.parent.glob("filler-*"):
            filler.unlink()


@contextmanager
def small_disk(*, size: int = SIZE) -> Iterator[SmallDisk]:
    """Mount one of `size` MiB; else fill a small /dev/shm; else say why the test was skipped."""
    option = f"size={size}m"
    with TemporaryDirectory(prefix="closeknit-disk-") as made:
        if _works(["mount", "-t", "tmpfs", "-o", option, "tmpfs", made]):
            try:
                yield _on(Path(made))
            finally:
                subprocess.run(["umount", "--lazy", made], check=True)
            return
        with _elsewhere(option, made) as seen:
            if seen:
                yield _on(seen)
                return
    if not SHARED_MEMORY.is_dir() or shutil.disk_usage(SHARED_MEMORY).total > SMALL:
        pytest.skip("no small disk can be had: not allowed to mount one, and /dev/shm is large")
    with TemporaryDirectory(prefix="closeknit-disk-", dir=SHARED_MEMORY) as made:
        yield _on(Path(made))


@contextmanager
def _elsewhere(option: str, made: str) -> Iterator[Path | None]:
    """Mount it in a space of a process of its own; None where that is not allowed either."""
    if shutil.which("unshare") is None:
        yield None
        return
    command = ["unshare", "-rm", "sh", "-c", IN_A_SPACE_OF_ITS_OWN, "sh", option, made]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as holder:
        try:
            process = holder.stdout.readline().strip()
            yield Path(f"/proc/{process}/root{made}") if process else None
        finally:
            holder.stdin.close()


def _works(command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _on(disk: Path) -> SmallDisk:
    folder = disk / "home"
    folder.mkdir()
    return SmallDisk(folder=folder)
