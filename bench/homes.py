"""Data folders with couples in them, and the databases behind."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from server import COMMAND, environment

HERE = Path(__file__).parent
PASSWORD = "a quiet evening for two"
FIVE_YEAR_COUPLES, WRITERS = 2, 16


@dataclass(frozen=True)
class Home:
    """A data folder, its database, and the couples who can sign in there."""

    folder: Path
    couples: Sequence[tuple[str, str]]
    database: str | None = None

    @property
    def five_year_people(self) -> list[str]:
        return [name for couple in self.couples[:FIVE_YEAR_COUPLES] for name in couple]

    @property
    def writers(self) -> list[str]:
        return [couple[0] for couple in self.couples[FIVE_YEAR_COUPLES:]]

    def at(self, *, folder: Path | None = None, database: str | None = None) -> "Home":
        """Return the same couples in a copy that was made elsewhere."""
        return replace(self, folder=folder or self.folder, database=database)


def begin(folder: Path, *, database: str | None = None) -> None:
    """Make a data folder and its database, with the secrets that belong to it, as a host does."""
    folder.mkdir(mode=0o700)
    ours = environment(folder, database=database)
    subprocess.run([COMMAND, "migrate"], env=ours, check=True, stdout=subprocess.DEVNULL)


def new_home(folder: Path, *, couples: int, database: str | None = None) -> Home:
    """Fill an empty database: a few couples with real vaults, and a crowd up to `couples`."""
    begin(folder, database=database)
    home = Home(folder, (), database)
    names = json.loads(
        _run(
            home,
            "build.py",
            f"--five-years={FIVE_YEAR_COUPLES}",
            f"--one-month={WRITERS}",
            f"--crowd={couples - FIVE_YEAR_COUPLES - WRITERS}",
        )
    )
    return replace(home, couples=[(first, second) for first, second in names])


def grow(home: Home, *, before: int, after: int) -> None:
    """Add a crowd to a home that has `before` couples until it has `after`."""
    _run(home, "build.py", f"--crowd={after - before}", f"--crowd-from={before}")


def queries_of(home: Home, path: str) -> list[int]:
    """Return how many queries a page takes for one of five years and for one of a month."""
    names = [home.five_year_people[0], home.writers[0]]
    return list(json.loads(_run(home, "queries.py", PASSWORD, path, *names)))


def _run(home: Home, script: str, *given: str) -> str:
    command = [sys.executable, HERE / script, *given]
    ours = environment(home.folder, database=home.database)
    done = subprocess.run(command, env=ours, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout
