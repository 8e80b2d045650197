"""Households that may be killed, copied and broken."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from served import PATIENCE, environment

HOUSEHOLD = Path(__file__).with_name("household.py")


@dataclass
class Busy:
    process: subprocess.Popen
    child: int = 0

    def start(self) -> None:
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        started = self.line()
        while not started.startswith("child "):  # what the child before it had still to say
            started = self.line()
        self.child = int(started.removeprefix("child "))

    def line(self) -> str:
        """Return the next thing the child or its parent says."""
        said = self.process.stdout.readline().strip()
        assert said, "the household's process ended"
        return said

    def kill(self) -> list[str]:
        """Kill the child in the middle of whatever it does; return what it had still said."""
        self.strike()
        return list(iter(self.line, "gone"))

    def strike(self) -> None:
        with suppress(ProcessLookupError):  # its work may be done
            os.kill(self.child, signal.SIGKILL)


@dataclass
class Household:
    """A data folder with Alice and Bob in it, and their recovery codes."""

    folder: Path
    codes: dict[str, str]

    @property
    def database(self) -> Path:
        return self.folder / "closeknit.sqlite3"

    def at(self, folder: Path) -> "Household":
        return Household(folder=folder, codes=self.codes)

    def tell(self, role: str, line: str = "") -> Any:
        """Play a role to its end and return what it told."""
        done = subprocess.run(
            [sys.executable, HOUSEHOLD, role],
            env=_environment(self.folder),
            input=f"{line}\n",
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def busy(self, role: str = "write") -> Iterator[Busy]:
        """Keep a process at hand whose children do the role's work until they are killed."""
        process = subprocess.Popen(
            [sys.executable, HOUSEHOLD, role],
            env=_environment(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            yield Busy(process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture(scope="session")
def _first_household(tmp_path_factory) -> Household:
    household = Household(folder=tmp_path_factory.mktemp("household") / "data", codes={})
    household.codes.update(household.tell("settle"))
    return household


@pytest.fixture
def household(_first_household, tmp_path) -> Household:
    return _first_household.at(shutil.copytree(_first_household.folder, tmp_path / "data"))


def _environment(folder: Path) -> dict[str, str]:
    return {
        **environment(folder, PUBLIC_URL="http://testserver"),
        "DJANGO_SETTINGS_MODULE": "closeknit.config.settings",
        "PYTHONPATH": str(HOUSEHOLD.parents[1]),
    }
