"""Households that may be killed, copied and broken."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from homes import Home, settled
from served import PATIENCE, environment

HOUSEHOLD = Path(__file__).with_name("household.py")


@dataclass
class Household:
    """A data folder with Alice and Bob in it, whose processes a test can kill at any statement."""

    folder: Path

    def tell(self, role: str) -> Any:
        """Play a role to its end and return what it told."""
        done = subprocess.run(
            [sys.executable, HOUSEHOLD, role],
            env=_environment(self.folder),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def _first_household(tmp_path_factory) -> Household:
    household = Household(folder=tmp_path_factory.mktemp("household") / "data")
    household.tell("settle")
    return household


@pytest.fixture
def household(_first_household, tmp_path) -> Household:
    return Household(folder=shutil.copytree(_first_household.folder, tmp_path / "data"))


def _environment(folder: Path) -> dict[str, str]:
    return {
        **environment(folder, PUBLIC_URL="http://testserver"),
        "DJANGO_SETTINGS_MODULE": "closeknit.config.settings",
        "PYTHONPATH": str(HOUSEHOLD.parents[1]),
    }


@pytest.fixture(scope="session")
def first_home(tmp_path_factory) -> Home:
    """One for the whole run; nobody but `home` touches it."""
    return settled(tmp_path_factory.mktemp("home") / "data")


@pytest.fixture
def home(first_home, tmp_path) -> Home:
    """A home of Alice and Bob, made by the real server, that is this test's own."""
    return first_home.at(shutil.copytree(first_home.folder, tmp_path / "data"))
