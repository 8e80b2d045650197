"""A wrong clock for real processes: libfaketime, which they look at as they look at the kernel."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

A_DAY, A_YEAR = timedelta(days=1), timedelta(days=365)
LOOK = "import time; print(time.time())"


class FakeTime:
    """What every process that is started from now on takes for the time of day.

    It may be set while they run; how much time passes between two looks stays true.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._file = folder / "faketime"
        self.shift(timedelta(0))
        told = {
            "LD_PRELOAD": str(_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        self._must_be_believed()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self._by

    def set(self, instant: datetime) -> None:
        self.shift(instant - datetime.now(UTC))

    def _must_be_believed(self) -> None:
        self.jump(A_YEAR)
        seen = subprocess.run(
            [sys.executable, "-c", LOOK], capture_output=True, text=True, check=False
        ).stdout
        if not seen or float(seen) < (self.now - A_DAY).timestamp():
            pytest.skip("libfaketime cannot be loaded here: no clock can be set wrong")
        self.jump(-A_YEAR)

    def jump(self, step: timedelta) -> None:
        self.shift(self._by + step)

    def shift(self, by: timedelta) -> None:
        """Set the clock to the machine's own and so much; a reader sees the old or the new one."""
        self._by = by
        part = self._file.with_suffix(".part")
        part.write_text(f"{by.total_seconds():+.3f}\n")
        part.rename(self._file)


def _library() -> Path:
    """Return the library, built; it is looked for without loading it into this process."""
    package = find_spec("libfaketime")
    found = list(Path(package.origin).parent.rglob("libfaketime.so.1")) if package else []
    if not found:
        pytest.skip("libfaketime was not built for this machine: no clock can be set wrong")
    return found[0]
